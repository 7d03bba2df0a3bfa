// The question of csv_duckdb.mjs to Polars: POLARS_MAX_THREADS=N node scan_polars.mjs DIR OUT
import pl from 'nodejs-polars';

const [, , dir, out] = process.argv;
const read = (name) => pl.scanCSV(`${dir}/${name}`, { inferSchemaLength: 0, quoteChar: '"' });
const wanted = ['ObservationGuid', 'PatientGuid', 'NhsNumber', 'EffectiveDate', 'CodeId', 'AssociatedText', 'Value', 'NumericUnit'];
const rows = await read('CareRecord_Observation.csv')
  .select(...wanted.filter((name) => name !== 'NhsNumber').map((name) => pl.col(name)), pl.col('Deleted'))
  .filter(pl.col('Deleted').eq(pl.lit('false')))
  .join(read('codes.csv'), { on: 'CodeId', how: 'inner' })
  .join(read('Admin_Patient.csv').select(pl.col('PatientGuid'), pl.col('NhsNumber')), { on: 'PatientGuid', how: 'inner' })
  .select(...wanted.map((name) => pl.col(name)))
  .collect();
rows.writeCSV(out);
