/** A run in which app went from app:1 to app:2, and one in which it was rolled back; each test changes what it is about. */
import type { Result } from '../../src/release/result.ts'
import type { Report, ServiceReport } from '../../src/report/report.ts'
import type { Evidence } from '../../src/rollout/cause.ts'
import type { Outcome } from '../../src/rollout/verdict.ts'
import { NEW, NEW_DIGEST, OLD, snapshot } from '../rollout/scene.ts'

export const standing = {
  place: { mayStandAtZero: false },
  liveRevision: OLD,
  service: { deployments: [{ taskDefinition: OLD.arn, runningCount: 2 }] },
} as unknown as Result['standing']
export const result = (outcome: Outcome | undefined, more: Partial<Result> = {}): Result => ({
  standing,
  verdict: outcome && { outcome, reason: 'because' },
  revision: NEW,
  ending: outcome && { verdict: { outcome, reason: 'because' }, last: snapshot(60), deployment: undefined },
  evidence: undefined,
  alsoChanges: '',
  seconds: 61.234,
  ...more,
})

export const service: ServiceReport = {
  outcome: 'deployed',
  reason: 'every task runs app:2 and is healthy',
  image: `shop/app@${NEW_DIGEST}`,
  digest: NEW_DIGEST,
  revision: 'app:2',
  previousRevision: 'app:1',
  currentRevision: 'app:2',
  mayStandAtZero: false,
  running: [{ tasks: 2, revision: 'app:2', version: '1.1.0' }],
  deployment: 'prod/app/abcdefghijklmnopqrstu',
  change: '1.0.0 → 1.1.0',
  seconds: 61.2,
  fallback: false,
  alsoChanges: '',
  evidence: undefined,
}
export const evidence: Evidence = {
  cause: {
    kind: 'exits',
    sentence: 'cannot stay up: 1 task started and exited with exit code 1',
    hint: 'Look at the last log lines.',
  },
  lost: [
    {
      id: '0123456789abcdef',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'app', exitCode: 1, reason: undefined, health: 'UNKNOWN' }],
      culprit: 'app',
      log: ['Traceback', 'KeyError: DATABASE_URL'],
    },
  ],
  events: ['(service app) has started 1 tasks: (task 0123).'],
  logs: 'read',
}
export const rolledBack: ServiceReport = {
  ...service,
  running: [{ tasks: 2, revision: 'app:1', version: '1.0.0' }],
  outcome: 'rolled-back',
  reason: 'the breaker tripped',
  currentRevision: 'app:1',
  evidence,
}
export const left: ServiceReport = {
  ...service,
  outcome: 'not-started',
  reason: 'left alone',
  revision: '',
  image: '',
  digest: '',
  deployment: '',
}
export const report: Report = {
  command: 'deploy',
  outcome: 'deployed',
  version: '1.1.0',
  commit: 'c'.repeat(40),
  cluster: 'prod',
  region: 'eu-west-1',
  environment: '',
  reason: '',
  endpoint: undefined,
  run: 'https://github.com/octo/shop/actions/runs/7',
  startedAt: '2026-01-01T00:00:00.000Z',
  seconds: 75.4,
  services: { app: service },
  images: {},
  ordered: true,
  failure: undefined,
  lacks: [],
}
export const broken: Report = { ...report, outcome: 'rolled-back', services: { app: rolledBack, nginx: left } }
