/* What scripts add to the console: navigation that folds, a question before danger, the chosen file's name. */
(function () {
  'use strict'

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)) }

  all('[data-nav]').forEach(function (button) {
    var nav = document.getElementById(button.getAttribute('aria-controls'))
    if (!nav) return
    function fold(yes) {
      nav.classList.toggle('eng-nav--folded', yes)
      button.setAttribute('aria-expanded', String(!yes))
    }
    button.hidden = false
    button.addEventListener('click', function () { fold(button.getAttribute('aria-expanded') === 'true') })
    nav.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' || !button.offsetParent) return
      fold(true)
      button.focus()
    })
    fold(true)
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
