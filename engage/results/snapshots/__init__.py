"""Responses as columns: segments on disk, what is not in one yet, and what is gone from one.

`reading.frame(session, survey, …)` is one row a response, exact at any moment: the segments (Parquet files under
`snapshots/` of the data directory) without what was deleted since, and the rows of the database that are in none.

==================================  ===================================================================================
column                              what it holds
==================================  ===================================================================================
`_response`                         Int64, the key of the response: for joins inside, never shown
`_version`                          UInt16, the number of the version it was given to
`_language` `_channel` `_country`   Enum
`_day`, `_seconds`, `_weight`       Date; UInt32, null where not known; Float64, the design weight it came with, or null
single, region, country, consent…   Enum of codes, `_declined` among them; options of the instrument first, in order
multiple, ranking, cells of several Enum of the chosen codes in order, `SEPARATOR` between (`columns.codes_of` takes
                                    them apart); `_declined` stands alone
integer, decimal, year, scale,      Float64; null for whoever declined: the Boolean column `item?declined` has these, if
points, cells with numbers          it is asked for by name
date, time, datetime, duration,     Enum of the ISO 8601 text, `_declined` among them
`item/from`, `item/to`
text, `item/other`, calculation     Utf8
file                                Utf8: `{"file": …, "name": …}`
a list of entries                   UInt32: how many; `reading.entries(…, "list")` is one row an entry: `_response`,
                                    `_entry` from 1, and columns as above
==================================  ===================================================================================

Columns are named by the keys of the merged versions (`engage.instruments.domain.merging`); one that a version did not
ask is null there. The order of rows says nothing and is the same for one state.
"""
