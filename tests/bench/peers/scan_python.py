"""The question of csv_duckdb.mjs to Python's csv: scan_python.py DIR OUT"""
import csv
import sys

folder, out = sys.argv[1:3]
with open(f"{folder}/codes.csv", newline="") as file:
    codes = {row["CodeId"] for row in csv.DictReader(file)}
with open(f"{folder}/Admin_Patient.csv", newline="") as file:
    numbers = {row["PatientGuid"]: row["NhsNumber"] for row in csv.DictReader(file)}
with open(f"{folder}/CareRecord_Observation.csv", newline="") as file, open(out, "w", newline="") as result:
    rows = csv.reader(file)
    at = {name: i for i, name in enumerate(next(rows))}
    person, code, deleted = at["PatientGuid"], at["CodeId"], at["Deleted"]
    rest = [at[name] for name in ("EffectiveDate", "CodeId", "AssociatedText", "Value", "NumericUnit")]
    writer = csv.writer(result)
    writer.writerow(["ObservationGuid", "PatientGuid", "NhsNumber", "EffectiveDate", "CodeId", "AssociatedText", "Value", "NumericUnit"])
    for row in rows:
        if row[code] in codes and row[deleted] == "false" and row[person] in numbers:
            writer.writerow([row[at["ObservationGuid"]], row[person], numbers[row[person]]] + [row[i] for i in rest])
