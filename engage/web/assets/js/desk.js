/* The desk of an event: reads tickets with the camera, keeps the numbers fresh. The page works without. All words come
   from the page; the browser makes the documents, since the policy of our pages lets no script turn a text into one. */
(function () {
  'use strict'

  var entry = document.querySelector('[data-desk-entry]')
  if (!entry || !window.FormData) return
  var field = entry.querySelector('[name="code"]')
  if (field.value) field.select() // what is typed or scanned next takes its place

  function ask(method, address, body, done) {
    var request = new XMLHttpRequest()
    request.open(method, address)
    request.responseType = 'document'
    request.addEventListener('load', function () { done(request.response) })
    request.addEventListener('error', function () { done(null) })
    request.send(body)
  }

  function take(there, id) {
    var fresh = there && there.getElementById(id)
    var old = document.getElementById(id)
    if (!fresh || !old) return false
    old.replaceWith(document.adoptNode(fresh))
    return true
  }

  /* (a) The numbers, every few seconds while somebody looks. */
  var counts = document.querySelector('[data-desk-live]')
  if (counts) {
    window.setInterval(function () {
      if (document.hidden) return
      ask('GET', entry.action, null, function (there) {
        if (!document.activeElement || !document.activeElement.closest('#desk-counts')) take(there, 'desk-counts')
      })
    }, Number(counts.getAttribute('data-desk-live')) * 1000)
  }

  /* (b) Scanning: the browser's own reader, else jsQR. The camera starts when somebody presses the button. */
  var box = document.querySelector('[data-scan]')
  var media = navigator.mediaDevices
  if (!box || !media || !media.getUserMedia) return
  box.hidden = false
  var start = box.querySelector('[data-scan-start]')
  var says = box.querySelector('[data-scan-says]')
  var video = box.querySelector('video')
  var begin = start.textContent
  var stream = null
  var last = { code: '', at: 0 }
  var busy = false

  start.addEventListener('click', function () { if (stream) stop(); else open() })

  function open() {
    media.getUserMedia({ video: { facingMode: 'environment' }, audio: false }).then(function (given) {
      stream = given
      video.srcObject = given
      video.hidden = false
      start.textContent = box.getAttribute('data-stop')
      says.textContent = box.getAttribute('data-ready')
      return video.play().then(reader).then(look)
    }).catch(function (error) {
      stop()
      says.textContent = box.getAttribute(error && error.name === 'NotAllowedError' ? 'data-denied' : 'data-none')
    })
  }

  function stop() {
    if (stream) stream.getTracks().forEach(function (track) { track.stop() })
    stream = null
    video.srcObject = null
    video.hidden = true
    start.textContent = begin
    says.textContent = ''
  }

  /* A promise of a function that reads the picture of the moment: a promise of what stands in a code, or ''. */
  function reader() {
    if (!('BarcodeDetector' in window)) return own()
    return window.BarcodeDetector.getSupportedFormats().then(function (known) {
      if (known.indexOf('qr_code') < 0) return own()
      var detector = new window.BarcodeDetector({ formats: ['qr_code'] })
      return function () {
        return detector.detect(video).then(function (found) { return found.length ? found[0].rawValue : '' })
      }
    }).catch(own)
  }

  function own() {
    return library().then(function () {
      var canvas = document.createElement('canvas')
      var pen = canvas.getContext('2d', { willReadFrequently: true })
      return function () {
        var scale = Math.min(1, 640 / Math.max(video.videoWidth, video.videoHeight, 1))
        canvas.width = Math.round(video.videoWidth * scale)
        canvas.height = Math.round(video.videoHeight * scale)
        if (!canvas.width || !canvas.height) return Promise.resolve('')
        pen.drawImage(video, 0, 0, canvas.width, canvas.height)
        var picture = pen.getImageData(0, 0, canvas.width, canvas.height)
        var found = window.jsQR(picture.data, picture.width, picture.height)
        return Promise.resolve(found ? found.data : '')
      }
    })
  }

  function library() {
    if (window.jsQR) return Promise.resolve()
    return new Promise(function (resolve, reject) {
      var script = document.createElement('script')
      var address = box.getAttribute('data-reader')
      var rules = window.trustedTypes && window.trustedTypes.createPolicy('engage-desk', {
        createScriptURL: function (wanted) { return wanted === address ? wanted : '' }
      })
      script.src = rules ? rules.createScriptURL(address) : address
      script.addEventListener('load', resolve)
      script.addEventListener('error', reject)
      document.head.appendChild(script)
    })
  }

  function look(read) {
    if (!stream) return
    var again = function () { window.setTimeout(function () { look(read) }, 150) }
    if (busy || video.readyState < 2) { again(); return }
    read().then(function (code) {
      var now = Date.now()
      if (code && (code !== last.code || now - last.at > 5000)) {
        last = { code: code, at: now }
        send(code)
      }
    }).catch(function () {}).then(again)
  }

  function send(code) {
    busy = true
    var body = new FormData(entry)
    body.set(field.name, code)
    ask('POST', entry.action, body, function (there) {
      busy = false
      if (!take(there, 'desk-result')) { field.value = code; entry.submit(); return }
      take(there, 'desk-counts')
      last.at = Date.now()
      var result = document.getElementById('desk-result')
      var card = result.querySelector('[data-tone]')
      if (navigator.vibrate) navigator.vibrate(card && card.getAttribute('data-tone') === 'go' ? 80 : [80, 80, 80])
      result.scrollIntoView({ block: 'nearest' })
    })
  }
})()
