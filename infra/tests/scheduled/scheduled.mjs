// Rules and schedules that start tasks, made, changed and taken away by Terraform in the local ECS: a plan after each of the
// first two changes nothing. A line of TAP each.
//   scheduled.mjs FOLDER EMULATOR      FOLDER is a copy of this one, initialized; EMULATOR is the local ECS's index.js
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const [folder, emulator] = process.argv.slice(2)
const ecs = spawn(process.execPath, [emulator, '--port', '0', '--clock', 'virtual'], { stdio: ['ignore', 'pipe', 'inherit'] })
const [line] = await once(createInterface({ input: ecs.stdout }), 'line')
const { endpoint } = JSON.parse(line)

const run = promisify(execFile)
const terraform = (word, hour, ...more) =>
  run('terraform', [`-chdir=${folder}`, word, '-no-color', '-lock=false', `-var=endpoint=${endpoint}`, `-var=hour=${hour}`, ...more], { maxBuffer: 1e8 })

const steps = {
  'they are made': () => terraform('apply', 3, '-auto-approve'),
  'and as they are to be': () => terraform('plan', 3, '-detailed-exitcode'),
  'they are changed': () => terraform('apply', 4, '-auto-approve'),
  'and as they are to be then': () => terraform('plan', 4, '-detailed-exitcode'),
  'they are taken away': () => terraform('destroy', 4, '-auto-approve'),
}
try {
  for (const [what, step] of Object.entries(steps)) {
    await step()
    console.log(`ok - ${what}`)
  }
} catch (error) {
  console.log(`not ok - rules and schedules are kept\n# ${`${error.stdout}${error.stderr}${error.stack}`.replaceAll('\n', '\n# ')}`)
} finally {
  ecs.kill()
}
