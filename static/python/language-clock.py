from datetime import datetime, timedelta, timezone

zones = {
    "San Francisco": timezone(timedelta(hours=-8)),
    "UTC": timezone.utc,
    "Seoul": timezone(timedelta(hours=9), "KST"),
    "Nepal": timezone(timedelta(hours=5, minutes=45)),
}
moment = datetime(2022, 12, 12, 12, 12, 12, tzinfo=zones["San Francisco"])
for city, zone in zones.items():
    print(f"{city:14}", moment.astimezone(zone))
print("the same timestamp:", {moment.astimezone(zone).timestamp() for zone in zones.values()})

seoul = datetime.fromtimestamp(1673979762, zones["Seoul"])
print(seoul, "|", seoul.astimezone(timezone.utc), "|", int(seoul.timestamp()))
print(seoul.strftime("%Y-%m-%d %H:%M:%S %Z"))
read = datetime.strptime("2023-01-18 03:22:42", "%Y-%m-%d %H:%M:%S")
print(read.tzinfo, read.replace(tzinfo=zones["Seoul"]) == seoul)
try:
    print(read < seoul)
except TypeError as error:
    print(error)
print(seoul + timedelta(days=30, hours=12) - seoul)
