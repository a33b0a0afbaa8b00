/* What scripts add to the editor of instruments: saving while one writes, moving by keyboard, the preview, lists of
   answers that grow. Every form works without this file; all words come from the page. */
(function () {
  'use strict'

  var editor = document.querySelector('[data-editor]')
  if (!editor || !window.fetch || !window.DOMParser || !window.URLSearchParams) return

  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)) }

  function fill(text, values) {
    return (text || '').replace(/\{(\w+)\}/g, function (whole, key) { return key in values ? values[key] : whole })
  }

  /* Pages of our own server, read to take parts out of them. */
  var trusted = window.trustedTypes
    ? window.trustedTypes.createPolicy('engage-editor', { createHTML: function (html) { return html } })
    : { createHTML: function (html) { return html } }

  function parse(html) { return new DOMParser().parseFromString(trusted.createHTML(html), 'text/html') }

  var region = document.createElement('p')
  region.className = 'govuk-visually-hidden'
  region.setAttribute('role', 'status')
  document.body.appendChild(region)

  function announce(text) {
    region.textContent = ''
    window.setTimeout(function () { region.textContent = text }, 100)
  }

  function state(name) {
    var words = document.querySelector('[data-saved]')
    if (!words) return
    var text = words.getAttribute('data-' + name)
    if (name === 'done') text += ' ' + new Date().toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' })
    words.textContent = text
    words.classList.toggle('eng-saved--broken', name === 'broken' || name === 'met' || name === 'wrong')
  }

  function adopt(made) { return document.importNode(made, true) }

  function rebase(revision) {
    all('[data-base]').forEach(function (input) { input.value = revision })
  }

  /* -- the preview: one frame, in a language and at a width */
  var preview = document.querySelector('[data-preview]')
  var frame = null
  var reload = function () {}

  if (preview) {
    var box = preview.querySelector('[data-preview-frame]')
    var choice = preview.querySelector('[data-preview-language]')
    var width = 360
    var buttons = all('[data-width]', preview)
    preview.querySelector('[data-preview-tools]').hidden = false
    preview.querySelector('[data-preview-links]').hidden = true
    box.hidden = false
    frame = document.createElement('iframe')
    frame.title = box.getAttribute('data-title')
    frame.loading = 'lazy'
    frame.tabIndex = -1 // with nothing in it the tab key would stop there unseen
    box.appendChild(frame)

    var fit = function () {
      var scale = width > 400 ? box.clientWidth / width : 1
      frame.style.width = width > 400 ? width + 'px' : '100%'
      frame.style.height = (100 / scale) + '%'
      frame.style.transform = scale === 1 ? 'none' : 'scale(' + scale + ')'
    }

    var remembered = null
    try { remembered = JSON.parse(window.sessionStorage.getItem('engage-preview')) } catch (error) { /* begins anew */ }
    if (remembered) {
      width = remembered.width || width
      all('option', choice).forEach(function (option) { if (option.lang === remembered.lang) choice.value = option.value })
    }

    var remember = function () {
      var chosen = choice.selectedOptions[0]
      try {
        window.sessionStorage.setItem('engage-preview', JSON.stringify({ width: width, lang: chosen ? chosen.lang : '' }))
      } catch (error) { /* not kept */ }
    }

    var show = function () {
      preview.classList.toggle('eng-preview--desktop', width > 400)
      buttons.forEach(function (button) { button.setAttribute('aria-pressed', String(Number(button.getAttribute('data-width')) === width)) })
      fit()
      remember()
    }

    var at = editor.querySelector('.eng-outline__item[aria-current]')
    reload = function () {
      var top = 0
      try { top = frame.contentWindow.scrollY } catch (error) { /* not loaded yet */ }
      var place = at && at.getAttribute('data-name')
      var address = choice.value
      frame.onload = function () {
        fit()
        var shown = frame.contentDocument
        if (shown && shown.links.length) frame.removeAttribute('tabindex')
        else frame.tabIndex = -1
        if (!place) return
        try {
          var target = frame.contentDocument.querySelector('[data-item="' + window.CSS.escape(place) + '"]')
          if (top) frame.contentWindow.scrollTo(0, top)
          else if (target) frame.contentWindow.scrollTo(0, target.getBoundingClientRect().top + frame.contentWindow.scrollY - 16)
        } catch (error) { /* shown from its beginning */ }
      }
      if (frame.getAttribute('src') === address && frame.contentWindow) frame.contentWindow.location.reload()
      else frame.setAttribute('src', address)
    }

    choice.addEventListener('change', function () { remember(); reload() })
    buttons.forEach(function (button) {
      button.addEventListener('click', function () { width = Number(button.getAttribute('data-width')); show() })
    })
    window.addEventListener('resize', fit)
    show()
    reload()
  }

  /* -- what stands around the form follows what was saved */
  function renew() {
    return fetch(window.location.pathname, { credentials: 'same-origin', headers: { Accept: 'text/html' } })
      .then(function (response) { return response.ok ? response.text() : '' })
      .then(function (html) {
        if (!html) return
        var made = parse(html)
        ;['[data-outline]', '[data-checks]', '.eng-editor-tools > form', '.eng-editor-head h1', '#form-title'].forEach(function (selector) {
          var fresh = all(selector, made)
          var old = all(selector)
          if (fresh.length === old.length) old.forEach(function (part, n) { swap(part, fresh[n]) })
          else if (selector.indexOf('form') > 0) tools(old, fresh)
        })
        keys()
        reload()
      }).catch(function () { /* stays as it was */ })
  }

  function tools(old, fresh) {
    var words = document.querySelector('[data-saved]')
    old.forEach(function (form) { form.remove() })
    fresh.slice().reverse().forEach(function (form) { words.after(adopt(form)) })
  }

  function swap(old, fresh) {
    var inside = old.contains(document.activeElement) ? document.activeElement : null
    var named = inside && inside.getAttribute('data-name')
    var kind = inside && inside.getAttribute('data-kind')
    var scrolled = old.scrollTop
    var made = adopt(fresh)
    old.replaceWith(made)
    made.scrollTop = scrolled
    if (!named) return
    all('[data-name]', made).forEach(function (link) {
      if (link.getAttribute('data-name') === named && link.getAttribute('data-kind') === kind) link.focus()
    })
  }

  /* The outline begins where one is. */
  all('[data-outline]').forEach(function (outline) {
    var here = outline.querySelector('.eng-outline__item[aria-current], .eng-outline__head[aria-current]')
    if (!here || outline.scrollHeight <= outline.clientHeight) return
    outline.scrollTop += here.getBoundingClientRect().top - outline.getBoundingClientRect().top - outline.clientHeight / 3
  })

  function keys() { all('[data-keys]').forEach(function (hint) { hint.hidden = false }) }
  keys()

  /* -- moving by keyboard: Alt and an arrow on what is focused in the outline */
  var moving = false
  editor.addEventListener('keydown', function (event) {
    var link = event.target.closest && event.target.closest('[data-outline] [data-name]')
    if (!link || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    if (moving) return
    moving = true
    var body = new URLSearchParams()
    body.append('_csrf', editor.getAttribute('data-csrf'))
    body.append('name', link.getAttribute('data-name'))
    body.append('do', link.getAttribute('data-kind') + (event.key === 'ArrowUp' ? '-up' : '-down'))
    fetch(editor.getAttribute('data-arrange'), {
      method: 'POST', body: body, credentials: 'same-origin', headers: { Accept: 'application/json' }
    }).then(function (response) { return response.json() }).then(function (answer) {
      if (answer.trouble || answer.met) {
        announce(answer.trouble || answer.met)
        return null
      }
      rebase(answer.revision)
      return renew().then(function () { place(link.getAttribute('data-kind'), link.getAttribute('data-name')) })
    }).catch(function () { state('broken') }).then(function () { moving = false })
  })

  function place(kind, name) {
    var links = all('[data-outline] [data-kind="' + kind + '"]')
    links.forEach(function (link, n) {
      if (link.getAttribute('data-name') !== name) return
      link.focus()
      var text = link.querySelector('.eng-outline__text').textContent.trim()
      announce(fill(editor.getAttribute('data-moved'), { name: text, n: n + 1, total: links.length }))
    })
  }

  /* -- the form: saved while one writes */
  var form = editor.querySelector('form[data-autosave]')
  if (form) autosave(form)

  function autosave(form) {
    var timer = 0
    var running = false
    var again = false
    var dirty = false
    var leaving = false
    var tries = 0

    /* What the form holds; a list that is still being pasted waits for its button. */
    function typed() {
      var body = new URLSearchParams()
      new FormData(form).forEach(function (value, name) {
        if (typeof value === 'string' && !/-paste$/.test(name)) body.append(name, value)
      })
      return body
    }

    function later(delay) {
      window.clearTimeout(timer)
      timer = window.setTimeout(save, delay)
    }

    function touched(event) {
      var field = event.target
      var drawn = field.matches && field.matches('.eng-rule select, .eng-rule [type="checkbox"]')
      if (drawn || (field.hasAttribute && field.hasAttribute('data-later'))) return
      dirty = true
      state('waiting')
      later(event.type === 'change' ? 300 : 1500)
    }

    form.addEventListener('input', touched)
    form.addEventListener('change', touched)

    function save() {
      if (form.querySelector('[data-incomplete]')) return
      if (running) {
        again = true
        return
      }
      var body = typed()
      var sent = body.toString()
      running = true
      state('saving')
      fetch(form.action, { method: 'POST', body: body, credentials: 'same-origin', headers: { Accept: 'application/json' } })
        .then(function (response) {
          if (response.status >= 500 || !/json/.test(response.headers.get('Content-Type') || '')) throw new Error(String(response.status))
          return response.json()
        }).then(function (answer) { answered(answer, sent) })
        .catch(function () {
          state('broken')
          tries += 1
          later(Math.min(30000, 2000 * tries))
        }).then(function () {
          running = false
          if (again) {
            again = false
            later(200)
          }
        })
    }

    function answered(answer, sent) {
      tries = 0
      clearProblems()
      if (answer.problems) {
        Object.keys(answer.problems).forEach(function (name) { problem(name, answer.problems[name]) })
        state('wrong')
        return
      }
      if (answer.met) return meet(answer.met)
      if (answer.trouble) {
        notice(answer.trouble)
        state('wrong')
        return
      }
      var same = typed().toString() === sent
      rebase(answer.revision)
      form.querySelector('[data-seen]').value = answer.seen
      if (answer.parts) Object.keys(answer.parts).forEach(function (kind) { codes(kind, answer.parts[kind]) })
      moveTo(answer.where)
      dirty = !same
      state('done')
      renew()
    }

    /* A name that changed changes the address of the form. */
    function moveTo(where) {
      var path = new URL(where, window.location.href).pathname
      if (path === window.location.pathname) return
      form.action = path
      window.history.replaceState(null, '', path)
    }

    /* Codes that were made for new answers, in the order of those that have a text. */
    function codes(kind, list) {
      var rows = all('[data-parts="' + kind + '"] [data-part]').filter(function (row) { return field(row, 'label').value.trim() })
      if (rows.length !== list.length) return
      rows.forEach(function (row, n) {
        field(row, 'was').value = list[n]
        if (!field(row, 'code').value.trim()) field(row, 'code').value = list[n]
      })
    }

    function clearProblems() {
      all('[data-live-problem]', form).forEach(function (message) { message.remove() })
      all('[aria-invalid]', form).forEach(function (control) { control.removeAttribute('aria-invalid') })
    }

    function problem(name, text) {
      var control = document.getElementById('i-' + name.replace(/\./g, '-')) || document.getElementById('c-' + name)
      var message = document.createElement('p')
      message.className = 'govuk-error-message'
      message.setAttribute('data-live-problem', '')
      message.setAttribute('role', 'alert')
      message.textContent = text
      if (!control) return form.insertBefore(message, form.firstChild)
      if (control.matches('fieldset')) return control.insertBefore(message, control.children[1] || null)
      control.setAttribute('aria-invalid', 'true')
      control.parentNode.insertBefore(message, control)
    }

    function notice(text) {
      var box = document.createElement('div')
      box.className = 'eng-notice eng-notice--error'
      box.setAttribute('role', 'alert')
      box.setAttribute('data-live-problem', '')
      var line = document.createElement('p')
      line.textContent = text
      box.appendChild(line)
      form.insertBefore(box, form.firstChild)
      return box
    }

    /* Somebody changed the same: the ordinary way of saving shows both versions. */
    function meet(text) {
      var box = notice(text)
      var button = document.createElement('button')
      button.type = 'submit'
      button.className = 'govuk-button'
      button.textContent = editor.getAttribute('data-compare')
      box.appendChild(button)
      state('met')
      window.clearTimeout(timer)
    }

    form.addEventListener('submit', function () { leaving = true; window.clearTimeout(timer) })
    window.addEventListener('beforeunload', function (event) {
      if (dirty && !leaving) event.preventDefault()
    })

    /* Leaving by a link: what was typed goes first. */
    document.addEventListener('click', function (event) {
      var link = event.target.closest && event.target.closest('a[href]')
      if (!link || !dirty || leaving || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return
      if (link.getAttribute('href').charAt(0) === '#' || link.target) return
      event.preventDefault()
      window.clearTimeout(timer)
      fetch(form.action, { method: 'POST', body: typed(), credentials: 'same-origin', headers: { Accept: 'application/json' } })
        .then(function (response) {
          if (!response.ok) return response.json().then(function (answer) { answered(answer, '') })
          leaving = true
          window.location.href = link.href
          return null
        }).catch(function () { state('broken') })
    })

    /* -- answers to choose from: a line more, up, down, away */
    function field(row, name) {
      return row.querySelector('[name$="-' + name + '"]')
    }

    function blank(row) { return !field(row, 'label').value.trim() && !field(row, 'code').value.trim() }

    form.addEventListener('click', function (event) {
      var button = event.target.closest && event.target.closest('button')
      if (!button) return
      var row = button.closest('[data-part]')
      if (button.hasAttribute('data-add-part')) {
        event.preventDefault()
        var table = button.closest('[data-parts]')
        var rows = all('[data-part]', table)
        var last = rows[rows.length - 1]
        if (!blank(last)) last = grow(last)
        field(last, 'label').focus()
      } else if (row && (button.hasAttribute('data-part-up') || button.hasAttribute('data-part-down'))) {
        event.preventDefault()
        var up = button.hasAttribute('data-part-up')
        var other = up ? row.previousElementSibling : row.nextElementSibling
        if (!other || blank(other)) return
        row.parentNode.insertBefore(up ? row : other, up ? other : row)
        button.focus()
        edges(row.parentNode)
        touched({ target: row, type: 'change' })
      } else if (row && button.hasAttribute('data-part-remove')) {
        event.preventDefault()
        var next = row.nextElementSibling || row.previousElementSibling
        var body = row.parentNode
        row.remove()
        if (next) field(next, 'label').focus()
        edges(body)
        touched({ target: body, type: 'change' })
      }
    })

    function grow(last) {
      var made = last.cloneNode(true)
      all('input, select', made).forEach(function (control) {
        if (control.tagName === 'SELECT') control.selectedIndex = 0
        else control.value = ''
      })
      last.after(made)
      return made
    }

    function edges(body) {
      var rows = all('[data-part]', body).filter(function (row) { return row.querySelector('[data-part-up]') })
      rows.forEach(function (row, n) {
        row.querySelector('[data-part-up]').disabled = n === 0
        row.querySelector('[data-part-down]').disabled = n === rows.length - 1
      })
    }

    /* Writing in the last line makes the next. */
    form.addEventListener('input', function (event) {
      var row = event.target.closest && event.target.closest('[data-part]')
      if (row && !row.nextElementSibling && !blank(row)) grow(row)
    })

    /* -- the builder of conditions: the server draws it, the page puts it in */
    function modes() {
      all('[data-condition]', form).forEach(function (group) {
        var chosen = group.querySelector('input[type="radio"]:checked')
        all('[data-mode]', group).forEach(function (part) {
          part.hidden = !chosen || part.getAttribute('data-mode') !== chosen.value
        })
      })
    }
    modes()

    /* Only the answer to the newest question is put in: what is pressed or typed meanwhile is asked about anew. */
    var drawing = 0
    var pending = false

    function redraw(group, action) {
      window.clearTimeout(timer)
      var turn = ++drawing
      pending = true
      var name = group.getAttribute('data-condition')
      var body = new URLSearchParams()
      new FormData(form).forEach(function (value, key) { if (typeof value === 'string') body.append(key, value) })
      body.append('_action', name + ':' + (action || 'refresh'))
      fetch(form.action, { method: 'POST', body: body, credentials: 'same-origin', headers: { Accept: 'text/html' } })
        .then(function (response) { return response.text() })
        .then(function (html) {
          if (turn !== drawing) return
          pending = false
          var fresh = parse(html).getElementById('c-' + name)
          if (!fresh) return
          var made = adopt(fresh)
          var inside = group.contains(document.activeElement) ? document.activeElement.id : ''
          group.replaceWith(made)
          modes()
          var target = inside && document.getElementById(inside)
          if (!target && action) {
            var selects = all('select[name$="-key"]', made)
            target = selects[selects.length - 1] || made.querySelector('input')
          }
          if (target) target.focus()
          dirty = true
          state('waiting')
          if (!made.hasAttribute('data-incomplete')) later(600)
        }).catch(function () { state('broken') })
    }

    form.addEventListener('input', function (event) {
      var group = event.target.closest && event.target.closest('[data-condition]')
      if (!group || !event.target.matches('.eng-rule input:not([type]), textarea')) return
      if (event.target.value.trim()) group.removeAttribute('data-incomplete')
      if (pending) redraw(group, '')
    })

    form.addEventListener('change', function (event) {
      var group = event.target.closest && event.target.closest('[data-condition]')
      if (!group) return
      if (event.target.type === 'radio') modes()
      if (event.target.hasAttribute('data-redraw')) redraw(group, '')
    })

    form.addEventListener('click', function (event) {
      var button = event.target.closest && event.target.closest('button[data-redraw]')
      if (!button) return
      event.preventDefault()
      redraw(button.closest('[data-condition]'), button.value.split(':').slice(1).join(':'))
    })
  }

  /* -- choosing between two versions: who writes in a version chooses it */
  all('[data-chooses]').forEach(function (text) {
    text.addEventListener('input', function () { document.getElementById(text.getAttribute('data-chooses')).checked = true })
  })
})()
