"""What charts are drawn with, whatever they show: a sheet for a narrow screen, bars, columns, a figure with caption.

Bars start at zero, figures are written beside what they belong to, nothing is told by colour alone. A chart never
replaces its table.
"""
