import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { outputsOf } from '../../src/report/outputs.ts'
import { hostile } from '../hostile.ts'
import { NEW_DIGEST } from '../rollout/scene.ts'
import { broken, report, service } from './scene.ts'

describe('the outputs', () => {
  test('by name', () => {
    const { services = '', ...rest } = outputsOf(broken, '/tmp/report.json')
    expect(rest).toEqual({
      outcome: 'rolled-back',
      version: '1.1.0',
      images: '{}',
      references: '{}',
      report: '/tmp/report.json',
    })
    expect(JSON.parse(services)).toEqual({
      app: {
        outcome: 'rolled-back',
        image: `shop/app@${NEW_DIGEST}`,
        digest: NEW_DIGEST,
        revision: 'app:2',
        previousRevision: 'app:1',
        currentRevision: 'app:1',
        deployment: 'prod/app/abcdefghijklmnopqrstu',
        reason: 'the breaker tripped',
      },
      nginx: expect.objectContaining({ outcome: 'not-started', revision: '', deployment: '' }),
    })
  })

  test.each([
    'User: arn:aws:sts::123456789012:assumed-role/deploy/run is not authorized',
    'CannotPullContainerError: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop/app: not found',
    'account 123456789012',
  ])('hold no account number: %s', reason => {
    const { services } = outputsOf({ ...report, services: { app: { ...service, reason } } }, 'p')
    expect(services).not.toContain('123456789012')
    expect(JSON.parse(services ?? '').app.digest).toBe(NEW_DIGEST)
  })

  test.each([
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'shop/api'],
    ['ghcr.io', 'acme/api'],
  ])('name an image of %s with and without its registry, in outputs of their own', (host, name) => {
    const image = { image: `${name}@${NEW_DIGEST}`, digest: NEW_DIGEST, tags: ['1.1.0'], origin: 'built' as const }
    const reference = `${host}/${name}@${NEW_DIGEST}`
    const { references = '', ...rest } = outputsOf({ ...report, images: { api: { ...image, reference } } }, 'p')
    expect(JSON.parse(references)).toEqual({ api: reference })
    expect(JSON.parse(rest.images ?? '')).toEqual({ api: image })
    expect(JSON.stringify(rest)).not.toMatch(/\d{12}\.dkr|ghcr\.io/)
  })

  test('are JSON whatever the reason', () => {
    fc.assert(
      fc.property(hostile, reason => {
        const { services = '' } = outputsOf({ ...report, services: { app: { ...service, reason } } }, 'p')
        expect(services).not.toContain('\n')
        expect(JSON.parse(services).app.outcome).toBe('deployed')
      }),
    )
  })
})
