import { describe, expect, test } from '@jest/globals'
import { Failure, Refusal } from '../../src/failure/failure.ts'
import type { Result } from '../../src/release/result.ts'
import { failureReport, type ServiceReport, serviceReport } from '../../src/report/report.ts'
import { NEW, NEW_DIGEST, OLD, onOld, rollout, serviceDeployment, snapshot } from '../rollout/scene.ts'
import { result, service, standing } from './scene.ts'

describe('a service in the report', () => {
  test('that was deployed', () => {
    expect(serviceReport(result('deployed'))).toEqual({ ...service, reason: 'because' })
  })

  test.each<[string, Result, Partial<ServiceReport>]>([
    [
      'that was rolled back runs the old one',
      result('rolled-back', {
        ending: {
          verdict: { outcome: 'rolled-back', reason: '' },
          last: snapshot(60, { service: onOld }),
          deployment: undefined,
        },
      }),
      {
        outcome: 'rolled-back',
        revision: 'app:2',
        previousRevision: 'app:1',
        currentRevision: 'app:1',
        running: [{ tasks: 2, revision: 'app:1', version: '1.0.0' }],
      },
    ],
    [
      'whose turn never came',
      result(undefined, { revision: undefined, seconds: 0 }),
      {
        outcome: 'not-started',
        image: '',
        digest: '',
        revision: '',
        currentRevision: 'app:1',
        deployment: '',
        running: [{ tasks: 2, revision: 'app:1', version: '1.0.0' }],
        change: '1.0.0',
      },
    ],
    [
      'that is unchanged',
      result('unchanged', { revision: OLD, ending: undefined }),
      {
        outcome: 'unchanged',
        revision: 'app:1',
        currentRevision: 'app:1',
        deployment: '',
        change: '1.0.0',
        seconds: 0,
      },
    ],
    [
      'that is unchanged while old tasks of another are still listed',
      result('unchanged', {
        revision: NEW,
        standing: { ...standing, liveRevision: NEW },
        rollout: { ...rollout, previous: OLD, adopted: true },
      }),
      { outcome: 'unchanged', revision: 'app:2', previousRevision: 'app:2', change: '1.1.0' },
    ],
    [
      'that was unchanged, and does not stand any more',
      result('failed-mixed', {
        revision: NEW,
        standing: { ...standing, liveRevision: NEW },
        verdict: { outcome: 'failed-mixed', reason: '', since: 'ended' },
        ending: { verdict: { outcome: 'unchanged', reason: '' }, last: snapshot(60), deployment: undefined },
        rollout: { ...rollout, previous: OLD, adopted: true },
      }),
      { outcome: 'failed-mixed', previousRevision: 'app:2' },
    ],
    [
      'that was released under a tag that came late',
      result('deployed', { rollout: { ...rollout, called: '1.6.0' } }),
      { outcome: 'deployed', change: '1.0.0 → 1.6.0' },
    ],
    [
      'that got new tasks of the same revision',
      result('deployed', { revision: OLD }),
      { outcome: 'deployed', revision: 'app:1', previousRevision: 'app:1', change: '1.0.0' },
    ],
    [
      'that was on its way already, and got there',
      result('deployed', {
        standing: { ...standing, liveRevision: NEW },
        rollout: { ...rollout, previous: OLD, adopted: true },
      }),
      { outcome: 'deployed', previousRevision: 'app:1', change: '1.0.0 → 1.1.0' },
    ],
    [
      'of which nothing was seen',
      result('timed-out', {
        ending: { verdict: { outcome: 'timed-out', reason: '' }, last: undefined, deployment: undefined },
      }),
      { currentRevision: '', running: undefined, deployment: '' },
    ],
    [
      'with which contact was lost: what was seen before says nothing of now',
      result('unknown'),
      { currentRevision: '', running: undefined },
    ],
    [
      'with which contact was lost, and that was read at the end',
      result('unknown', { again: { deployments: [{ taskDefinition: OLD.arn, runningCount: 1 }] } }),
      { running: [{ tasks: 1, revision: 'app:1', version: '1.0.0' }] },
    ],
    [
      'of which nobody knows whether ECS was told',
      result('unknown', { ending: undefined }),
      { currentRevision: '', running: undefined },
    ],
    [
      'that was refused: it is as it was',
      result('refused', { ending: undefined, revision: undefined }),
      { currentRevision: 'app:1', running: [{ tasks: 2, revision: 'app:1', version: '1.0.0' }] },
    ],
    [
      'judged by the fallback',
      result('deployed', { verdict: { outcome: 'deployed', reason: '', fallback: true } }),
      { fallback: true },
    ],
    [
      'that lost tasks since',
      result('deployed', { verdict: { outcome: 'deployed', reason: '', since: 'thinned' } }),
      { since: 'thinned' },
    ],
    [
      'with an image of another registry',
      result('deployed', { revision: { ...NEW, image: 'public.ecr.aws/a/b:1', digest: undefined } }),
      { image: 'a/b', digest: '' },
    ],
    [
      'with an image in ECR',
      result('deployed', {
        revision: { ...NEW, image: `123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/app@${NEW_DIGEST}` },
      }),
      { image: `shop/app@${NEW_DIGEST}` },
    ],
    [
      'that changes in more than its image',
      result('deployed', { alsoChanges: 'memory 1024 → 2048' }),
      { alsoChanges: 'memory 1024 → 2048' },
    ],
    ['with seconds to one place', result('deployed', { seconds: 0.06 }), { seconds: 0.1 }],
    [
      'with its deployment',
      result('deployed', {
        ending: {
          verdict: { outcome: 'deployed', reason: '' },
          last: snapshot(0, { deployment: serviceDeployment({}) }),
          deployment: undefined,
        },
      }),
      { deployment: 'prod/app/abcdefghijklmnopqrstu' },
    ],
  ])('%s', (_, given, expected) => {
    expect(serviceReport(given)).toMatchObject(expected)
  })
})

test('a failure in the report', () => {
  const faults = [{ code: 'EVK-110' as const, what: 'w', fix: 'f' }]
  expect(failureReport(new Refusal(faults, 'evenkeel.yml'))).toEqual({
    code: 'EVK-110',
    title: 'Refused before anything was changed',
    message: 'w',
    advice: 'f',
    faults,
    file: 'evenkeel.yml',
  })
  const letter = new Failure({ code: 'EVK-100', title: 't', message: 'm', advice: 'a' })
  expect(failureReport(letter)).toEqual({
    code: 'EVK-100',
    title: 't',
    message: 'm',
    advice: 'a',
    faults: [],
    file: undefined,
  })
})
