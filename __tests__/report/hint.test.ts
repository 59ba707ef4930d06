import { expect, test } from '@jest/globals'
import { hints } from '../../src/report/hint.ts'
import type { Evidence, Kind } from '../../src/rollout/cause.ts'
import { evidence } from './scene.ts'

const LOOK = 'Look at the last log lines.'
const ENDS = 'The program ends by itself, and no log line says why.'

test.each<[Kind, Evidence['logs'], string[]]>([
  ['exits', 'read', [LOOK]],
  ['exits', 'none', [ENDS]],
  ['exits', { driver: 'awsfirelens' }, [ENDS, 'app logs by awsfirelens, which cannot be read here.']],
  ['exits', 'left out', [ENDS, 'What it logged is left out (container-logs: false).']],
  ['image-not-pulled', { driver: 'splunk' }, [LOOK]],
  ['never-healthy', 'none', [LOOK]],
  ['never-healthy', { driver: 'splunk' }, [LOOK, 'app logs by splunk, which cannot be read here.']],
])('%s, logs %j', (kind, logs, lines) => {
  expect(hints('app', { ...evidence, logs, cause: { ...evidence.cause, kind } })).toEqual(lines)
})
