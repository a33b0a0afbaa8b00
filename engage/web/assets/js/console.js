/* What scripts add to the console: menus that close, a question before danger, the chosen file's name. */
(function () {
  'use strict'

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)) }

  // What folds on narrow screens stands open on wide ones, where its summary is not shown.
  all('details[data-wide]').forEach(function (part) {
    var wide = window.matchMedia('(min-width: ' + part.getAttribute('data-wide') + ')')
    var narrow = part.open
    function fit() { part.open = wide.matches || narrow }
    wide.addEventListener('change', fit)
    fit()
  })

  // Menus close by Escape and by a click elsewhere.
  all('details[data-nav], details[data-menu]').forEach(function (menu) {
    var summary = menu.querySelector('summary')
    menu.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !menu.open || !summary.offsetParent) return
      menu.open = false
      summary.focus()
    })
    if (!menu.hasAttribute('data-menu')) return
    document.addEventListener('click', function (event) {
      if (menu.open && !menu.contains(event.target)) menu.open = false
    })
  })

  // Tells the server that the question was asked here; without it the server asks on a page of its own.
  function sure(form) {
    var input = document.createElement('input')
    input.type = 'hidden'
    input.name = '_sure'
    input.value = 'yes'
    form.appendChild(input)
  }

  function ask(form, submitter) {
    var dialog = document.createElement('dialog')
    dialog.className = 'eng-dialog'
    var text = document.createElement('p')
    text.id = 'eng-dialog-text'
    text.textContent = form.getAttribute('data-confirm')
    dialog.setAttribute('aria-labelledby', text.id)
    var actions = document.createElement('div')
    actions.className = 'eng-actions'

    function add(name, className, act) {
      var button = document.createElement('button')
      button.type = 'button'
      button.className = 'govuk-button ' + className
      button.textContent = form.getAttribute(name)
      button.addEventListener('click', function () {
        dialog.close()
        if (act) act()
      })
      actions.appendChild(button)
      return button
    }

    var danger = submitter && submitter.classList.contains('govuk-button--warning')
    add('data-confirm-yes', danger ? 'govuk-button--warning' : '', function () {
      form.setAttribute('data-confirmed', '')
      sure(form)
      form.requestSubmit(submitter || undefined)
    })
    var no = add('data-confirm-no', 'govuk-button--secondary')
    dialog.appendChild(text)
    dialog.appendChild(actions)
    dialog.addEventListener('close', function () {
      dialog.parentNode.removeChild(dialog)
      if (submitter && !form.hasAttribute('data-confirmed')) submitter.focus()
    })
    document.body.appendChild(dialog)
    dialog.showModal()
    no.focus()
  }

  if (window.HTMLDialogElement && HTMLFormElement.prototype.requestSubmit) {
    all('form[data-confirm]').forEach(function (form) {
      form.addEventListener('submit', function (event) {
        if (form.hasAttribute('data-confirmed')) {
          form.removeAttribute('data-confirmed')
          return
        }
        event.preventDefault()
        ask(form, event.submitter)
      })
    })
  }

  var kilobytes = new Intl.NumberFormat(document.documentElement.lang || 'en', { style: 'unit', unit: 'kilobyte' })
  all('input[type="file"][data-file-name]').forEach(function (input) {
    var output = document.getElementById(input.getAttribute('data-file-name'))
    if (!output) return
    input.addEventListener('change', function () {
      output.textContent = Array.prototype.map.call(input.files, function (file) {
        return file.name + ' (' + kilobytes.format(Math.max(1, Math.round(file.size / 1000))) + ')'
      }).join(', ')
    })
  })
})()
