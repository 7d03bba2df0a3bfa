// The same question as scan_bench to DuckDB: node scan_duckdb.mjs FOLDER [THREADS [TIMES]]
// Needs `npm i @duckdb/node-api` in the folder that NODE_PATH or the working directory leads to.
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { readFileSync, statSync } from 'node:fs';

const require = createRequire(`${process.cwd()}/`);
const { DuckDBInstance } = require('@duckdb/node-api');
const [, , folder, threads = '1', times = '1'] = process.argv;
const file = `${folder}/CareRecord_Observation.csv`;
const read = (name) =>
  `read_csv('${folder}/${name}', header=true, all_varchar=true, delim=',', quote='"', escape='"')`;
// The columns that the mappings keep: keys, links, flags and what fields are made from.
const kept = `ObservationGuid, PatientGuid, OrganisationGuid, EffectiveDate, EffectiveDatePrecision, EnteredDate,
  EnteredTime, ClinicianUserInRoleGuid, EnteredByUserInRoleGuid, ParentObservationGuid, CodeId, ConsultationGuid,
  AssociatedText, Value, NumericUnit, Deleted, IsConfidential, ProcessingId`;

const database = await DuckDBInstance.create(':memory:', { threads });
const connection = await database.connect();
await connection.run('SET preserve_insertion_order=false');
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1e3;
for (let i = 0; i < Number(times); ++i) {
  const begin = performance.now();
  const used = process.cpuUsage();
  await connection.run(`CREATE OR REPLACE TABLE kept AS SELECT ${kept} FROM ${read('CareRecord_Observation.csv')}
    WHERE Deleted = 'true' OR CodeId IN (SELECT CodeId FROM ${read('codes.csv')})`);
  const seconds = (performance.now() - begin) / 1e3;
  const processor = process.cpuUsage(used);
  const answer = await connection.runAndReadAll('SELECT count(*) AS n, version() AS v FROM kept');
  const [[count, version]] = answer.getRows();
  console.log(
    `duckdb ${version}  threads ${threads}  ${seconds.toFixed(3)} s (processor ` +
      `${((processor.user + processor.system) / 1e6).toFixed(3)} s)  ` +
      `${(statSync(file).size / seconds / 1e6).toFixed(0)} MB/s  peak ${peak().toFixed(0)} MB  kept ${count}`,
  );
}
