"""`.facts` as text: how one fact and each of its events is written and read."""
