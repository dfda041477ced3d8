// load.mjs FROM TO: loads every model below FROM, writes it below TO as dmn-moddle understood it, and prints one JSON line a file:
// { file, warnings, decisions, rules, sources, shapes }.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import DmnModdle from 'dmn-moddle';

const [from, to] = process.argv.slice(2);
const moddle = new DmnModdle();

function count(definitions) {
  const of = type => (definitions.drgElement || []).filter(element => element.$type === type);
  const tables = of('dmn:Decision').map(decision => decision.decisionLogic).filter(logic => logic && logic.$type === 'dmn:DecisionTable');
  const diagrams = (definitions.dmnDI && definitions.dmnDI.diagrams) || [];
  return {
    decisions: of('dmn:Decision').length + of('dmn:BusinessKnowledgeModel').length,
    rules: tables.reduce((sum, table) => sum + (table.rule || []).length, 0),
    sources: of('dmn:KnowledgeSource').length,
    shapes: diagrams.reduce((sum, diagram) => sum + (diagram.diagramElements || []).length, 0),
  };
}

async function load(file) {
  const { rootElement, warnings } = await moddle.fromXML(readFileSync(join(from, file), 'utf8'), 'dmn:Definitions');
  const { xml } = await moddle.toXML(rootElement);
  mkdirSync(dirname(join(to, file)), { recursive: true });
  writeFileSync(join(to, file), xml);
  return { file, warnings: warnings.map(warning => warning.message), ...count(rootElement) };
}

for (const file of readdirSync(from, { recursive: true }).filter(name => name.endsWith('.dmn')).sort()) {
  try {
    console.log(JSON.stringify(await load(file)));
  } catch (error) {
    console.log(JSON.stringify({ file, warnings: [error.message, ...(error.warnings || []).map(warning => warning.message)] }));
  }
}
