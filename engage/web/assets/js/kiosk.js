/* On a device for many people: after a while without a touch or a key, ask; without an answer, clear the page. */
(function () {
  'use strict'

  var WARNING = 30 // seconds to answer in: WCAG 2.2.1 asks for twenty
  var form = document.querySelector('form[data-kiosk]')
  var dialog = document.querySelector('[data-kiosk-asks]')
  if (!form || !dialog) return

  var patience = Math.max(10, Number(form.getAttribute('data-kiosk')) - WARNING)
  var left = dialog.querySelector('[data-kiosk-left]')
  var said = dialog.querySelector('[data-kiosk-said]')
  var last = Date.now()
  var asked = 0
  var before = null

  function open() {
    before = document.activeElement
    asked = Date.now()
    if (dialog.showModal) dialog.showModal()
    else dialog.setAttribute('open', '')
    dialog.querySelector('[data-kiosk-stay]').focus()
  }

  function stay() {
    asked = 0
    last = Date.now()
    said.textContent = ''
    if (dialog.close) dialog.close()
    else dialog.removeAttribute('open')
    if (before && before.focus) before.focus()
  }

  function tick() {
    var now = Date.now()
    if (!asked) {
      if (now - last >= patience * 1000) open()
      return
    }
    var seconds = Math.max(0, WARNING - Math.floor((now - asked) / 1000))
    left.textContent = String(seconds)
    if (seconds === 20 || seconds === 10) said.textContent = said.getAttribute('data-words') + ' ' + seconds
    if (seconds === 0) {
      window.clearInterval(clock)
      form.submit()
    }
  }

  function touched() { if (!asked) last = Date.now() }

  ['pointerdown', 'pointermove', 'keydown', 'input', 'scroll', 'touchstart'].forEach(function (type) {
    document.addEventListener(type, touched, { passive: true, capture: true })
  })
  dialog.querySelector('[data-kiosk-stay]').addEventListener('click', stay)
  dialog.addEventListener('cancel', function (event) { event.preventDefault(); stay() })
  /* A page that the browser kept whole is asked for again: it may be of the person before. */
  window.addEventListener('pageshow', function (event) { if (event.persisted) window.location.reload() })
  var clock = window.setInterval(tick, 250)
})()
