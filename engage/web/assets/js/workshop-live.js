/* The room: asks every few seconds where it stands, counts votes in place, and reads the page again only when the room
   has gone on. Without scripts the page has a link that does the same, or comes again by itself. */
(function () {
  'use strict'

  var live = document.querySelector('[data-workshop-now]')
  if (!live) return
  var known = live.getAttribute('data-workshop-known')
  var wait = Number(live.getAttribute('data-workshop-every')) * 1000

  function look() {
    if (document.hidden) { again(); return }
    var ask = new XMLHttpRequest()
    ask.open('GET', live.getAttribute('data-workshop-now'))
    ask.addEventListener('load', function () {
      var said = ask.status === 200 ? ask.responseText.trim().split(' ') : [known]
      if (said[0] !== known) { window.location.replace(live.getAttribute('data-workshop-page')); return }
      var votes = document.querySelector('[data-workshop-votes]')
      if (votes && said.length > 1 && votes.textContent !== said[1]) votes.textContent = said[1]
      again()
    })
    ask.addEventListener('error', again)
    ask.send()
  }

  function again() { window.setTimeout(look, wait) }

  again()
})()
