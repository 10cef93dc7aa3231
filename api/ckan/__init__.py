"""The CKAN Action API, read-only: what harvesters and clients of other portals speak (decision 0020).

Public data only, whoever asks: keys and tokens are not looked at, so no answer depends on them.
"""
