import { expect, test } from '@jest/globals'
import { hints } from '../../src/report/hint.ts'
import type { Evidence, Kind } from '../../src/rollout/cause.ts'
import { evidence } from './scene.ts'

const LOOK = 'Look at the last log lines.'
const BY_ITSELF = 'The program ends by itself.'
const ENDS = 'The program ends by itself, and no log line says why.'

test.each<[Kind, Evidence['logs'], string[]]>([
  ['exits', 'read', [LOOK]],
  ['exits', 'none', [ENDS]],
  ['exits', { unread: 'no such stream' }, [BY_ITSELF, 'Its log could not be read: no such stream.']],
  ['never-healthy', { unread: 'Denied.' }, [LOOK, 'Its log could not be read: Denied.']],
  ['not-started', { unread: 'no such stream' }, [LOOK]],
  ['exits', { driver: 'awsfirelens' }, [BY_ITSELF, 'app logs by awsfirelens, which cannot be read here.']],
  ['exits', 'left out', [BY_ITSELF, 'What it logged is left out (container-logs: false).']],
  ['image-not-pulled', { driver: 'splunk' }, [LOOK]],
  ['never-healthy', 'none', [LOOK]],
  ['never-healthy', { driver: 'splunk' }, [LOOK, 'app logs by splunk, which cannot be read here.']],
])('%s, logs %j', (kind, logs, lines) => {
  expect(hints('app', { ...evidence, logs, cause: { ...evidence.cause, kind } })).toEqual(lines)
})
