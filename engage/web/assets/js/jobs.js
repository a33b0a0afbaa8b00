/* A job that goes on: its part of the page is read again every few seconds while somebody looks; the whole page when it
   has ended. Without scripts there is a link that does the same. */
(function () {
  'use strict'

  var live = document.querySelector('[data-live]')
  if (!live || !window.fetch || !window.DOMParser) return
  var wait = Number(live.getAttribute('data-live')) * 1000

  function look() {
    if (document.hidden) { again(); return }
    fetch(window.location.href, { credentials: 'same-origin', headers: { Accept: 'text/html' } })
      .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer.status) })
      .then(function (text) {
        var there = new DOMParser().parseFromString(text, 'text/html').getElementById(live.id)
        if (!there || !there.hasAttribute('data-live')) { window.location.reload(); return }
        show(there)
        again()
      })
      .catch(function () { wait = Math.min(wait * 2, 60000); again() })
  }

  /* What has the focus stays where it is: only the title and the bar change. */
  function show(there) {
    ;['.eng-job__title', 'progress'].forEach(function (part) {
      var old = live.querySelector(part)
      var fresh = there.querySelector(part)
      if (old && fresh && old.outerHTML !== fresh.outerHTML) old.replaceWith(fresh)
    })
  }

  function again() { window.setTimeout(look, wait) }

  again()
})()
