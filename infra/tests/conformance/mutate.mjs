// Makes the changes of a batch in a copy of infra/, and judges what the rows said of it.
//   mutate.mjs list                     name, root and plan of every batch
//   mutate.mjs make BATCH INFRA         changes the copy
//   mutate.mjs judge BATCH REPORT       a line of TAP for every row that must be red, from the report of the rows
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { batches } from './mutants.mjs'

const [what, name, path] = process.argv.slice(2)
const batch = batches.find(each => each.name === name)

function make({ says, file, from, to }) {
  const whole = join(path, file)
  const text = readFileSync(whole, 'utf8')
  const changed = text.replace(from, () => to)
  if (changed === text) throw new Error(`${says}: ${file} holds no ${from}`)
  writeFileSync(whole, changed)
}

function judge({ says, red }, rows) {
  for (const [id, message] of Object.entries(red)) {
    const own = rows.filter(row => row.id === id && row.plan === batch.plan)
    const good = own.some(row => !row.ok && message.test(row.error))
    console.log(`${good ? 'ok' : 'not ok'} - ${id} is red: ${says} (${batch.plan})`)
    if (!good) for (const row of own) console.log(`# ${row.says}: ${row.ok ? 'green' : row.error}`.replaceAll('\n', '\n#   '))
  }
}

if (what === 'list') for (const each of batches) console.log(`${each.name} ${each.root} ${each.plan}`)
else if (what === 'make') batch.mutants.forEach(make)
else batch.mutants.forEach(each => judge(each, JSON.parse(readFileSync(path, 'utf8')).rows))
