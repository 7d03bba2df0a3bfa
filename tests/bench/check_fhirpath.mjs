// The expressions of the rules over the records of person.json, by fhirpath.js: node check_fhirpath.mjs
// SLUICE [PEOPLE [ROUNDS]]; SLUICE is the folder of the sources. Needs `npm i fhirpath` in the working directory.
// A relation is a plain property here: every record has its person, its referral and what refers to it.
import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';

const require = createRequire(`${process.cwd()}/`);
const fhirpath = require('fhirpath');
const [, , sources, people = '1000', rounds = '5'] = process.argv;
const read = (path) => JSON.parse(readFileSync(`${sources}/${path}`, 'utf8'));
const folder = (path) => readdirSync(`${sources}/${path}`).map((name) => read(`${path}/${name}`));
const asOf = '@2026-11-01';

const entities = Object.fromEntries(folder('schemas/sp-mds/entities').map((entity) => [entity.entity, entity]));
const rules = folder('schemas/sp-mds/rules').flatMap((area) => area.rules).filter((rule) => rule.expression);

// Without a model a text is no date: it is asked for as a literal.
const date = (text) => fhirpath.evaluate({}, `@${text}`, {}, null, { resolveInternalTypes: false })[0];
const typed = (entity, fields) => Object.fromEntries(Object.entries(fields).map(([name, value]) =>
  [name, entities[entity].fields.find((field) => field.name === name).type === 'date' ? date(value) : value]));

const records = Object.entries(read('tests/bench/person.json'))
  .flatMap(([entity, some]) => [some].flat().map((fields) => ({ entity, id: Object.values(fields)[0], node: typed(entity, fields) })));
for (const from of records) {
  for (const [field, to] of entities[from.entity].fields.filter((f) => f.type === 'reference').map((f) => [f.name, f.entity])) {
    const found = records.find((record) => record.entity === to && record.id === from.node[field]);
    if (found) {
      from.node[to] ??= found.node;
      if (!entities[to].fields.some((f) => f.type === 'reference' && f.entity === from.entity)) {
        (found.node[from.entity] ??= []).push(from.node);
      }
    }
  }
}
const leftOut = [];
const work = rules.flatMap((rule) => {
  const evaluate = fhirpath.compile(rule.expression.replaceAll('%asOf', asOf));
  const nodes = records.filter((record) => record.entity === rule.on).map((record) => record.node);
  try {
    nodes.forEach((node) => evaluate(node, { context: node, profile: [] }));
  } catch (error) {
    leftOut.push(`${rule.id} (${String(error.message ?? error).split('\n')[0]})`);
    return [];
  }
  return nodes.map((node) => ({ rule, evaluate, node }));
});

function faults() {
  const found = [];
  for (const { rule, evaluate, node } of work) {
    if (evaluate(node, { context: node, profile: [] })[0] === false) {
      found.push(rule.id);
    }
  }
  return found;
}

console.log(`fhirpath.js ${require('fhirpath/package.json').version}: faults of one person: ${faults().sort().join(' ') || 'none'}`);
const rates = [];
for (let round = 0; round < Number(rounds); ++round) {
  const before = process.cpuUsage();
  for (let i = 0; i < Number(people); ++i) {
    faults();
  }
  const used = process.cpuUsage(before);
  rates.push((Number(people) * records.length) / ((used.user + used.system) / 1e6));
}
rates.sort((a, b) => a - b);
console.log(`${people} people of ${records.length} records: ${rates[rates.length >> 1].toFixed(0)} records/s ` +
  `(${rates[0].toFixed(0)} to ${rates.at(-1).toFixed(0)}), ${work.length} evaluations a person`);
console.log(`what it cannot evaluate: ${leftOut.join(', ') || 'nothing'}`);
