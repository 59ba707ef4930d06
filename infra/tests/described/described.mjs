// Registers the task definitions of a plan, lets a second plan read them back as ECS describes them, and looks at what
// that plan would change: nothing, whatever ECS adds. A line of TAP for each definition, and for each row of added.mjs.
//   described.mjs FOLDER WIRED-PLAN.json…      FOLDER is a copy of this one, initialized
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { added, describe, needed } from './added.mjs'

const [folder, ...plans] = process.argv.slice(2)
const ARN = 'arn:aws:ecs:ap-south-1:123456789012:task-definition/'

/** Every case by the family it is registered as: what is registered, and the row by which it is described. */
const cases = new Map()
const definitions = plans.flatMap(file =>
  JSON.parse(readFileSync(file, 'utf8'))
    .resource_changes.filter(each => each.type === 'aws_ecs_task_definition')
    .map(({ change: { after } }) => [`${basename(file, '.wired.json')}-${after.family}`, after]),
)
/** The one that says most has the rows one by one, so that the one that is to blame is told. */
const said = ([, { container_definitions: text }]) => JSON.parse(text).flatMap(Object.keys).length
const [fullest] = definitions.toSorted((a, b) => said(b) - said(a))
for (const [name, definition] of definitions) {
  const put = (what, row, empty, changed = definition) => cases.set(`case-${cases.size}-${name}`, { what: `${name}: ${what}`, row, empty, definition: changed })
  put('all that ECS adds', undefined, true)
  if (definition !== fullest[1]) continue
  for (const row of Object.keys(added)) put(row, row, true)
  for (const [what, { row, without }] of Object.entries(needed)) {
    const containers = JSON.parse(definition.container_definitions)
    without(containers)
    put(`without ${what} it is replaced`, row, false, { ...definition, container_definitions: JSON.stringify(containers) })
  }
}
writeFileSync(join(folder, 'definitions.json'), JSON.stringify(Object.fromEntries([...cases].map(([family, each]) => [family, each.definition]))))

/** As much of ECS as a task definition takes. */
const registered = new Map()
const operations = {
  RegisterTaskDefinition(input) {
    registered.set(input.family, input)
    return { taskDefinition: read(input.family) }
  },
  DescribeTaskDefinition: ({ taskDefinition }) => ({ taskDefinition: read(taskDefinition.split('/').at(-1).split(':')[0]), tags: [] }),
}
function read(family) {
  const { tags: _, ...definition } = registered.get(family)
  const described = describe(definition, cases.get(family).row)
  return { ...described, taskDefinitionArn: `${ARN}${family}:1`, revision: 1, status: 'ACTIVE', registeredAt: 1764000000 }
}

const server = createServer(async (request, response) => {
  const chunks = await request.toArray()
  const operation = request.headers['x-amz-target'].split('.').at(-1)
  const answer = operations[operation]?.(JSON.parse(Buffer.concat(chunks)))
  response.writeHead(answer ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' })
  response.end(JSON.stringify(answer ?? { __type: 'InvalidParameterException', message: `${operation} is not known here` }))
}).listen(0, '127.0.0.1')
await new Promise(resolve => server.once('listening', resolve))

const run = promisify(execFile)
const terraform = (...words) => run('terraform', [`-chdir=${folder}`, ...words], { maxBuffer: 1e8 })
const endpoint = `-var=endpoint=http://127.0.0.1:${server.address().port}`
try {
  await terraform('apply', '-auto-approve', '-no-color', endpoint)
  await terraform('plan', '-no-color', '-lock=false', '-out=second.tfplan', endpoint)
  const { stdout } = await terraform('show', '-json', 'second.tfplan')
  for (const { index, change } of JSON.parse(stdout).resource_changes) {
    const { what, empty } = cases.get(index)
    const good = change.actions.includes('no-op') === empty
    console.log(`${good ? 'ok' : 'not ok'} - ${what}`)
    if (!good) console.log(`# ${change.actions.join(', ')}\n# is: ${change.before?.container_definitions}\n# to be: ${change.after?.container_definitions}`)
    cases.delete(index)
  }
  for (const { what } of cases.values()) console.log(`not ok - ${what}\n# it was not planned`)
} catch (error) {
  console.log(`not ok - the definitions can be planned\n# ${`${error.stdout}${error.stderr}${error.stack}`.replaceAll('\n', '\n# ')}`)
} finally {
  server.close()
}
