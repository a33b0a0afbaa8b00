/* What scripts add to translating: texts save themselves, lengths are counted, placeholders are put in by a button. */
(function () {
  'use strict'

  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)) }

  function fill(text, values) {
    return (text || '').replace(/\{(\w+)\}/g, function (whole, key) { return key in values ? values[key] : whole })
  }

  all('form[data-translating]').forEach(function (form) {
    var words = form.dataset
    var fields = all('[data-pair] textarea', form)

    function part(field, name) { return form.elements[name + '-' + field.name.slice(5)] }

    function count(field) {
      var line = field.closest('[data-pair]').querySelector('[data-length]')
      var source = field.getAttribute('data-source-length')
      if (line && line.textContent) line.textContent = fill(words.length, { here: field.value.length, source: source })
    }

    function say(field, text) { field.closest('[data-pair]').querySelector('[data-said]').textContent = text }

    function show(field, answer) {
      var pair = field.closest('[data-pair]')
      var state = pair.querySelector('[data-state] .eng-state')
      if (state) {
        state.textContent = answer.state_name
        state.className = 'govuk-tag eng-state eng-state--' + answer.state
      }
      var list = pair.querySelector('.eng-pair__findings')
      list.textContent = ''
      ;(answer.findings || []).forEach(function (sentence) {
        var line = document.createElement('li')
        line.textContent = sentence
        list.appendChild(line)
      })
      if (answer.clash) {
        var line = document.createElement('li')
        line.textContent = words.clash + ' ' + answer.clash.now
        list.insertBefore(line, list.firstChild)
      }
    }

    var timers = new Map()
    var underWay = new Set()

    function save(field) {
      window.clearTimeout(timers.get(field))
      if (field.value === part(field, 'was').value) return
      if (underWay.has(field)) { later(field); return }
      underWay.add(field)
      var number = field.name.slice(5)
      var sent = field.value
      var body = new FormData()
      body.append('_csrf', form.elements._csrf.value)
      body.append('_do', 'one:' + number)
      ;['path', 'was', 'base'].forEach(function (name) { body.append(name + '-' + number, part(field, name).value) })
      body.append('text-' + number, sent)
      ;['alike', 'same_meaning'].forEach(function (name) {
        var box = form.elements[name]
        if (box && box.checked) body.append(name, 'yes')
      })
      say(field, words.saving)
      fetch(form.action || window.location.href, {
        method: 'POST', body: body, credentials: 'same-origin', headers: { Accept: 'application/json' }
      }).then(function (response) {
        if (response.status !== 200 && response.status !== 409) throw new Error(String(response.status))
        return response.json()
      }).then(function (answer) {
        underWay.delete(field)
        part(field, 'base').value = answer.base
        if (answer.clash || answer.refused) {
          part(field, 'was').value = answer.was
          say(field, answer.refused || '')
        } else {
          part(field, 'was').value = sent
          say(field, words.saved)
        }
        show(field, answer)
      }).catch(function () {
        underWay.delete(field)
        say(field, words.lost)
      })
    }

    function later(field) {
      window.clearTimeout(timers.get(field))
      timers.set(field, window.setTimeout(function () { save(field) }, 1200))
    }

    fields.forEach(function (field, at) {
      count(field)
      field.addEventListener('input', function () { count(field); later(field) })
      field.addEventListener('blur', function () { save(field) })
      // Ctrl+Enter: on to the next text. What was typed is saved on the way.
      field.addEventListener('keydown', function (event) {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        var next = fields[at + (event.shiftKey ? -1 : 1)]
        if (next) next.focus()
        else field.blur()
      })
      var slots = (field.getAttribute('data-slots') || '').split('\n').filter(Boolean)
      slots.forEach(function (slot) {
        var button = document.createElement('button')
        button.type = 'button'
        button.className = 'eng-link-button'
        button.textContent = fill(words.insert, { name: slot })
        button.addEventListener('click', function () {
          field.setRangeText(slot, field.selectionStart, field.selectionEnd, 'end')
          field.dispatchEvent(new Event('input', { bubbles: true }))
          field.focus()
        })
        field.closest('[data-pair]').querySelector('.eng-pair__actions').appendChild(button)
      })
    })
  })
})()
