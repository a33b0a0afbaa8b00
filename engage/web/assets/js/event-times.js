/* Times by the visitor's clock, where it shows another one than the event's. All words come from the page. */
(function () {
  document.querySelectorAll('[data-yours]').forEach(function (slot) {
    try {
      var zone = Intl.DateTimeFormat().resolvedOptions().timeZone
      var starts = new Date(slot.getAttribute('data-starts'))
      var ends = new Date(slot.getAttribute('data-ends'))
      var there = slot.getAttribute('data-zone')
      var tongue = slot.getAttribute('data-language') || document.documentElement.lang
      var written = function (moment, where, options) {
        return new Intl.DateTimeFormat(tongue, Object.assign({ timeZone: where }, options)).format(moment)
      }
      var hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
      var day = { weekday: 'long', day: 'numeric', month: 'long' }
      var whole = Object.assign({}, day, hour)
      if (!zone || (written(starts, zone, whole) === written(starts, there, whole) && written(ends, zone, whole) === written(ends, there, whole))) return
      var sameDay = written(starts, zone, day) === written(starts, there, day) && written(ends, zone, day) === written(starts, zone, day)
      var options = sameDay ? hour : whole
      slot.textContent = slot.getAttribute('data-yours').replace('{time}', written(starts, zone, options) + '\u2013' + written(ends, zone, options))
      slot.hidden = false
      document.querySelectorAll('[data-yours-note]').forEach(function (note) { note.hidden = false })
    } catch (error) { /* A browser that knows no zones: the place's own time stands above. */ }
  })
})()
