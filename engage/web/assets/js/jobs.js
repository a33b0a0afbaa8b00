/* A job that goes on: its part of the page is read again every few seconds while somebody looks; the whole page when it
   has ended. Without scripts there is a link that does the same. */
(function () {
  'use strict'

  var live = document.querySelector('[data-live]')
  if (!live) return
  var wait = Number(live.getAttribute('data-live')) * 1000

  /* The browser makes the document: the policy of our pages lets no script turn a text into one. */
  function look() {
    if (document.hidden) { again(); return }
    var ask = new XMLHttpRequest()
    ask.open('GET', window.location.href)
    ask.responseType = 'document'
    ask.addEventListener('load', function () {
      if (ask.status !== 200 || !ask.response) { later(); return }
      var there = ask.response.getElementById(live.id)
      if (!there || !there.hasAttribute('data-live')) { window.location.reload(); return }
      show(there)
      again()
    })
    ask.addEventListener('error', later)
    ask.send()
  }

  /* What has the focus stays where it is: only the title and the bar change. */
  function show(there) {
    ;['.eng-job__title', 'progress'].forEach(function (part) {
      var old = live.querySelector(part)
      var fresh = there.querySelector(part)
      if (old && fresh && old.outerHTML !== fresh.outerHTML) old.replaceWith(document.adoptNode(fresh))
    })
  }

  function later() { wait = Math.min(wait * 2, 60000); again() }

  function again() { window.setTimeout(look, wait) }

  again()
})()
