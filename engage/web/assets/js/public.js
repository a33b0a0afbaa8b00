/* What scripts add to citizens' pages. Every page works without this file; all texts come from the page. */
(function () {
  'use strict'

  if (!('closest' in Element.prototype) || !window.fetch || !window.NodeList.prototype.forEach) return

  var language = document.documentElement.lang || 'en'

  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)) }

  function number(n) {
    try { return new Intl.NumberFormat(language).format(n) } catch (error) { return String(n) }
  }

  /* "{n} of {max} chosen" with its values; counts in the reader's digits. */
  function fill(text, values) {
    return (text || '').replace(/\{(\w+)\}/g, function (whole, key) {
      if (!(key in values)) return whole
      return typeof values[key] === 'number' ? number(values[key]) : values[key]
    })
  }

  function element(tag, className, text) {
    var made = document.createElement(tag)
    if (className) made.className = className
    if (text) made.textContent = text
    return made
  }

  function tell(control, type) { control.dispatchEvent(new Event(type, { bubbles: true })) }

  /* One live region, in the page before anything is said in it. */
  var region = element('p', 'govuk-visually-hidden')
  region.setAttribute('role', 'status')
  document.body.appendChild(region)

  function say(text) {
    if (!text) return
    region.textContent = ''
    window.setTimeout(function () { region.textContent = text }, 100)
  }

  /* (a) The error summary takes focus; its links lead into the control, with the question in view. */
  all('[data-errors]').forEach(function (summary) {
    summary.focus()
    summary.addEventListener('click', function (event) {
      var link = event.target.closest('a[href^="#"]')
      var control = link && document.getElementById(link.getAttribute('href').slice(1))
      if (!control) return
      event.preventDefault()
      var folded = control.closest('details')
      if (folded) folded.open = true
      var item = control.closest('.eng-matrix__row, .eng-item') || control
      if (control.hidden) control = item.querySelector('select:not([hidden]), button:not([hidden])') || item
      if (!control.matches('input, select, textarea, button')) control.setAttribute('tabindex', '-1')
      item.scrollIntoView()
      control.focus({ preventScroll: true })
    })
  })

  /* (b) A second press of the same button within three seconds is the same press. The button stays alive: its value is sent. */
  var sent = { form: null, button: null, time: 0 }
  document.addEventListener('submit', function (event) {
    var form = event.target
    var button = event.submitter || null
    if (event.defaultPrevented || form.getAttribute('method') !== 'post') return
    var now = Date.now()
    if (sent.form === form && sent.button === button && now - sent.time < 3000) {
      event.preventDefault()
      return
    }
    sent = { form: form, button: button, time: now }
  })
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) sent.form = null
  })

  /* (c) Conditional items: the server decides, the page follows. */
  function show(target, on) {
    var opened = on && target.hidden
    target.hidden = !on
    if ('disabled' in target) {
      target.disabled = !on
    } else {
      all('input, select, textarea, button', target).forEach(function (control) {
        control.disabled = !on || Boolean(control.closest('[data-item][hidden]'))
      })
    }
    return opened
  }

  /* An option that is no longer offered is no longer chosen. */
  function offer(option, on) {
    var opened = on && option.hidden
    option.hidden = !on
    if (option.tagName === 'OPTION') {
      option.disabled = !on
      if (!on && option.selected) option.closest('select').value = ''
      return opened
    }
    all('input, select', option).forEach(function (control) {
      control.disabled = !on
      if (!on) control.checked = false
    })
    return opened
  }

  function apply(form, answer) {
    var opened = false
    var items = answer.items || {}
    var options = answer.options || {}
    var texts = answer.texts || {}
    all('[data-item]', form).forEach(function (target) {
      var name = target.getAttribute('data-item')
      if (Object.prototype.hasOwnProperty.call(items, name) && show(target, Boolean(items[name]))) opened = true
    })
    all('[data-option]', form).forEach(function (option) {
      var name = option.closest('.eng-item').getAttribute('data-item')
      if (!Object.prototype.hasOwnProperty.call(options, name)) return
      if (offer(option, options[name].indexOf(option.getAttribute('data-option')) >= 0)) opened = true
    })
    all('[data-text]', form).forEach(function (slot) {
      var text = texts[slot.getAttribute('data-text')]
      if (text !== undefined && slot.textContent !== text) slot.textContent = text
    })
    if (opened) say(form.getAttribute('data-opened'))
  }

  all('form[data-refresh]').forEach(function (form) {
    var timer = 0
    var asked = 0
    var current = element('input')
    current.type = 'hidden'
    current.name = '_current'
    form.appendChild(current)

    function ask() {
      var turn = ++asked
      var body = new FormData(form)
      all('input[type="file"]', form).forEach(function (file) { if (file.name && body.delete) body.delete(file.name) })
      body.append('_action', 'refresh')
      fetch(form.getAttribute('data-refresh'), {
        method: 'POST', body: body, credentials: 'same-origin', headers: { Accept: 'application/json' }
      }).then(function (response) {
        if (!response.ok) throw new Error(String(response.status))
        return response.json()
      }).then(function (answer) {
        if (turn !== asked) return
        apply(form, answer)
        current.value = '1'
      }).catch(function () { /* the page works without: the next button asks the server again */ })
    }

    form.addEventListener('change', function () {
      current.value = ''
      window.clearTimeout(timer)
      timer = window.setTimeout(ask, 250)
    })
  })

  /* (d) Options that exclude others, and how many are chosen. */
  function exclude(changedBox) {
    var item = changedBox.closest('.eng-matrix__row, .eng-item')
    if (!item) return
    var declined = changedBox.hasAttribute('data-declined')
    all('input[type="checkbox"], input[type="radio"]', item).forEach(function (other) {
      if (other === changedBox || !other.checked) return
      var apart = declined || other.hasAttribute('data-declined')
      var together = other.name === changedBox.name
      if (apart || (together && (changedBox.hasAttribute('data-exclusive') || other.hasAttribute('data-exclusive')))) other.checked = false
    })
    if (declined) setAside(item, changedBox.checked)
    else all('[data-aside]', item).forEach(function (field) { field.removeAttribute('data-aside') })
  }

  /* "Prefer not to say" empties the item's fields, and gives them back when it is cleared again. */
  function setAside(item, away) {
    all('input:not([type="checkbox"]):not([type="radio"]):not([type="hidden"]), textarea, select', item).forEach(function (field) {
      if (away && field.value) {
        field.setAttribute('data-aside', field.value)
        field.value = ''
        tell(field, 'input')
      } else if (!away && field.hasAttribute('data-aside')) {
        if (!field.value) field.value = field.getAttribute('data-aside')
        field.removeAttribute('data-aside')
        tell(field, 'input')
      }
    })
  }

  document.addEventListener('change', function (event) {
    var control = event.target
    if (!control.matches || !control.matches('input, select, textarea')) return
    var item = control.closest('.eng-matrix__row, .eng-item')
    if (/^(checkbox|radio)$/.test(control.type)) {
      if (control.checked || control.hasAttribute('data-declined')) exclude(control)
    }
    if (item) all('[data-max][class*="checkboxes"]', item).forEach(function (group) { countChoices(group, true) })
  })

  document.addEventListener('input', function (event) {
    var field = event.target
    if (!field.value || !field.matches || /^(checkbox|radio)$/.test(field.type)) return
    var option = document.getElementById(field.getAttribute('data-other-of'))
    if (option && !option.checked) {
      option.checked = true
      tell(option, 'change')
    }
    var item = field.closest('.eng-matrix__row, .eng-item')
    if (item && !option) all('[data-declined]:checked', item).forEach(function (box) { box.checked = false })
  })

  function describe(output, text, state) {
    if (output.textContent !== text) output.textContent = text
    output.classList.toggle('eng-count--over', state === 'over')
  }

  function countChoices(group, live) {
    var item = group.closest('.eng-item')
    var output = item && item.querySelector('[data-chosen]')
    if (!output) return
    if (live) output.setAttribute('role', 'status')
    var max = Number(group.getAttribute('data-max'))
    var n = all('input:checked:not([data-exclusive]):not([data-declined])', group).length
    if (!n && !live) return
    var over = n > max
    describe(output, fill(output.getAttribute(over ? 'data-over' : 'data-chosen'), { n: n, max: max }), over ? 'over' : '')
  }

  all('[data-max][class*="checkboxes"]').forEach(function (group) { countChoices(group, false) })

  /* (e) Points to share: what is left, while typing. */
  all('.eng-allocation[data-total]').forEach(function (box) {
    var output = box.querySelector('output')
    if (!output) return
    var total = Number(box.getAttribute('data-total'))
    var start = output.textContent
    var fields = all('.eng-allocation__points', box)

    function add() {
      var written = fields.filter(function (field) { return field.value.trim() !== '' && !field.disabled })
      var sum = written.reduce(function (soFar, field) { return soFar + (parseInt(field.value, 10) || 0) }, 0)
      var left = total - sum
      var text = left === 0 ? 'data-done' : left > 0 ? 'data-left' : 'data-over'
      output.textContent = written.length ? fill(output.getAttribute(text), { n: Math.abs(left), total: total }) : start
      output.classList.toggle('eng-total--done', left === 0)
      output.classList.toggle('eng-total--over', left < 0)
    }

    box.addEventListener('input', add)
    add()
  })

  /* (f) Ranking: the selects stay in the form; buttons set them. */
  all('[data-ranking]').forEach(function (list) {
    var rows = all('.eng-ranking__item', list).map(function (node) {
      return {
        node: node,
        select: node.querySelector('select'),
        label: node.querySelector('.eng-ranking__label').textContent.trim()
      }
    })
    var max = Number(list.getAttribute('data-max')) || rows.length

    function button(row, name) {
      var made = element('button', 'eng-small-button')
      var text = list.getAttribute('data-' + name)
      made.type = 'button'
      made.setAttribute('data-move', name)
      made.appendChild(element('span', name === 'add' ? '' : 'govuk-visually-hidden', text))
      made.appendChild(element('span', 'govuk-visually-hidden', ': ' + row.label))
      made.addEventListener('click', function () { move(row, name) })
      row.buttons.appendChild(made)
      return made
    }

    rows.forEach(function (row) {
      row.select.hidden = true
      row.badge = element('span', 'eng-ranking__number')
      row.node.insertBefore(row.badge, row.node.firstChild)
      row.buttons = element('span', 'eng-ranking__buttons')
      row.add = button(row, 'add')
      row.up = button(row, 'up')
      row.down = button(row, 'down')
      row.remove = button(row, 'remove')
      row.node.appendChild(row.buttons)
    })

    function place(row) { return Number(row.select.value) || 0 }

    function placed() {
      return rows.filter(place).sort(function (one, other) { return place(one) - place(other) })
    }

    function draw(order) {
      order.forEach(function (row, index) { row.select.value = String(index + 1) })
      rows.forEach(function (row) {
        var at = order.indexOf(row)
        if (at < 0) row.select.value = ''
        row.node.classList.toggle('eng-ranking__item--placed', at >= 0)
        row.badge.hidden = at < 0
        row.badge.textContent = at < 0 ? '' : number(at + 1)
        row.add.hidden = at >= 0 || order.length >= max
        row.up.hidden = row.down.hidden = row.remove.hidden = at < 0
        off(row.up, at === 0)
        off(row.down, at === order.length - 1)
      })
      order.concat(rows.filter(function (row) { return order.indexOf(row) < 0 })).forEach(function (row) {
        list.appendChild(row.node)
      })
    }

    function off(control, yes) {
      if (yes) control.setAttribute('aria-disabled', 'true')
      else control.removeAttribute('aria-disabled')
    }

    function move(row, name) {
      var order = placed()
      var at = order.indexOf(row)
      if (row[name].getAttribute('aria-disabled')) return
      if (name === 'add') order.push(row)
      if (name === 'remove') order.splice(at, 1)
      if (name === 'up') order.splice(at - 1, 2, row, order[at - 1])
      if (name === 'down') order.splice(at, 2, order[at + 1], row)
      draw(order)
      tell(row.select, 'input')
      var focus = name === 'add' ? row.up : name === 'remove' ? row.add : row[name]
      if (focus.hidden) focus = row.remove
      focus.focus()
      var n = order.indexOf(row) + 1
      say(fill(list.getAttribute(n ? 'data-moved' : 'data-removed'), { label: row.label, n: n, total: max }))
      tell(row.select, 'change')
    }

    list.addEventListener('input', function () { draw(placed()) })
    draw(placed())
  })

  /* (g) Characters left. */
  all('[data-limit]').forEach(function (field) {
    var limit = Number(field.getAttribute('data-limit'))
    var output = document.getElementById(field.id + '-count')
    if (!output || !limit) return
    var timer = 0

    function count(live) {
      var n = limit - Array.from(field.value).length
      var over = n < 0
      describe(output, fill(output.getAttribute(over ? 'data-over' : 'data-left'), { n: Math.abs(n) }), over ? 'over' : '')
      if (!live || n > limit / 10) return
      window.clearTimeout(timer)
      timer = window.setTimeout(function () { say(output.textContent) }, 1000)
    }

    field.addEventListener('input', function () { count(true) })
    if (field.value) count(false)
  })

  /* (h) Region in two steps: the optgroups become a list of countries. */
  all('select[data-region]').forEach(function (select) {
    var groups = all('optgroup', select)
    if (groups.length < 2) return
    var empty = select.querySelector('option[value=""]')
    var country = element('select', select.className)
    country.id = select.id + '-country'
    country.appendChild(new Option(select.getAttribute('data-choose') || '', ''))
    groups.forEach(function (group, index) { country.appendChild(new Option(group.label, String(index))) })
    var label = element('label', 'govuk-label', select.getAttribute('data-country'))
    label.htmlFor = country.id
    var own = document.querySelector('label[for="' + select.id + '"]') || select
    own.parentNode.insertBefore(label, own)
    own.parentNode.insertBefore(country, own)

    function narrow() {
      groups.forEach(function (group, index) {
        if (String(index) === country.value) select.appendChild(group)
        else if (group.parentNode) select.removeChild(group)
      })
      select.hidden = own.hidden = !country.value
    }

    var chosen = select.selectedOptions && select.selectedOptions[0]
    country.value = chosen && chosen.value ? String(groups.indexOf(chosen.parentNode)) : ''
    narrow()
    country.addEventListener('change', function (event) {
      event.stopPropagation()
      narrow()
      var regions = country.value ? groups[Number(country.value)].children : []
      select.value = regions.length === 1 ? regions[0].value : empty ? '' : select.value
      tell(select, 'change')
    })
  })

  /* (i) Print the card alone. */
  all('[data-print]').forEach(function (button) {
    button.hidden = false
    button.addEventListener('click', function () {
      var root = document.documentElement
      root.classList.add('eng-print-card')
      window.addEventListener('afterprint', function () { root.classList.remove('eng-print-card') })
      window.print()
    })
  })
})()
