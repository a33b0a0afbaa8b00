/* Who registered, now: its part of the page is read again every few seconds while somebody looks at it. Without scripts
   there is a link that does the same. Nothing moves while something in it has the focus. */
(function () {
  'use strict'

  var live = document.querySelector('[data-event-live]')
  if (!live) return
  var wait = Number(live.getAttribute('data-event-live')) * 1000

  function look() {
    if (document.hidden || live.contains(document.activeElement)) { again(); return }
    var ask = new XMLHttpRequest()
    ask.open('GET', window.location.href)
    ask.responseType = 'document'
    ask.addEventListener('load', function () {
      var there = ask.status === 200 && ask.response && ask.response.getElementById(live.id)
      if (there && !live.contains(document.activeElement)) {
        var fresh = document.adoptNode(there)
        live.replaceWith(fresh)
        live = fresh
      }
      again()
    })
    ask.addEventListener('error', again)
    ask.send()
  }

  function again() { window.setTimeout(look, wait) }

  again()
})()
