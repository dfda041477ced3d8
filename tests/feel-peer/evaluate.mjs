// Each line of standard input is an expression, each line of standard output what feelin makes of it: a value in JSON, in which
// numbers are {"number": text}, dates, times and durations {"temporal": text}, contexts {"context": {...}}; or {"error": text}.
import { createInterface } from 'node:readline';

import { evaluate } from 'feelin';

function told(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return { number: String(value) };
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(told);
  const kind = value.constructor?.name ?? '';
  if (/^Feel(Date|Time|DateTime|Duration)$/.test(kind)) return { temporal: String(value) };
  if (kind.startsWith('Feel')) return { other: kind };
  return { context: Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, told(entry)])) };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { value: told(evaluate(line, {}).value) };
  } catch (fault) {
    answer = { error: String(fault.message) };
  }
  console.log(JSON.stringify(answer));
}
