/** Rules of a listener: which one holds, and what comes of it. */
import { describe, expect, test } from '@jest/globals'
import { type Condition, decide, forwardTo, matches, type Question, type Rule } from '../../src/emulator/routing.ts'

const question: Question = {
  method: 'GET',
  url: '/shop/items?page=2&sort=name',
  headers: { host: 'www.example.com:8080', 'x-test': 'Green' },
  address: '::ffff:10.1.2.3',
  protocol: 'HTTP',
  port: 80,
}

const rule = (priority: Rule['priority'], group: string, ...conditions: Condition[]): Rule => ({
  priority,
  conditions,
  actions: [{ type: 'forward', groups: [{ arn: group, weight: 1 }] }],
})

describe('a condition', () => {
  test.each<[Condition, boolean]>([
    [{ field: 'path-pattern', values: ['/shop/*'] }, true],
    [{ field: 'path-pattern', values: ['/shop'] }, false],
    [{ field: 'path-pattern', values: ['/x', '/*items'] }, true],
    [{ field: 'path-pattern', values: ['/shop/items?page=2*'] }, false],
    [{ field: 'host-header', values: ['*.EXAMPLE.com'] }, true],
    [{ field: 'host-header', values: ['example.com'] }, false],
    [{ field: 'http-header', header: 'X-Test', values: ['green'] }, true],
    [{ field: 'http-header', header: 'X-Other', values: ['*'] }, false],
    [{ field: 'http-request-method', values: ['GET', 'HEAD'] }, true],
    [{ field: 'http-request-method', values: ['POST'] }, false],
    [{ field: 'query-string', values: ['page=?'] }, true],
    [{ field: 'query-string', values: ['name'] }, true],
    [{ field: 'query-string', values: ['page=3'] }, false],
    [{ field: 'source-ip', values: ['10.0.0.0/8'] }, true],
    [{ field: 'source-ip', values: ['10.1.2.4/32', '10.1.3.0/24'] }, false],
    [{ field: 'unheard-of', values: ['*'] }, false],
  ])('%j: %s', (condition, holds) => {
    const found = decide([rule(1, 'a', condition), rule('default', 'b')], question, 0)
    expect(found).toEqual({ kind: 'forward', targetGroupArn: holds ? 'a' : 'b' })
  })

  test('pattern characters mean themselves', () => {
    expect(matches('/a.b+(c)', '/a.b+(c)')).toBe(true)
    expect(matches('/a.b', '/axb')).toBe(false)
  })
})

test('the lowest priority decides, the default comes last; all conditions of a rule must hold', () => {
  const path: Condition = { field: 'path-pattern', values: ['/*'] }
  const post: Condition = { field: 'http-request-method', values: ['POST'] }
  const rules = [rule('default', 'c'), rule(20, 'b', path), rule(10, 'a', path, post)]
  expect(decide(rules, question, 0)).toMatchObject({ targetGroupArn: 'b' })
  expect(decide(rules, { ...question, method: 'POST' }, 0)).toMatchObject({ targetGroupArn: 'a' })
  expect(decide(rules.slice(2), question, 0)).toBeUndefined()
})

test.each([
  [0, 'blue'],
  [0.89, 'blue'],
  [0.9, 'green'],
  [0.999, 'green'],
])('weights: %d goes to %s', (draw, arn) => {
  const groups = [
    { arn: 'blue', weight: 90 },
    { arn: 'green', weight: 10 },
    { arn: 'none', weight: 0 },
  ]
  const rules: Rule[] = [{ priority: 'default', conditions: [], actions: [{ type: 'forward', groups }] }]
  expect(decide(rules, question, draw)).toEqual({ kind: 'forward', targetGroupArn: arn })
})

test('target groups of weight 0 get nothing', () => {
  const groups = [{ arn: 'blue', weight: 0 }]
  expect(decide([{ priority: 'default', conditions: [], actions: [{ type: 'forward', groups }] }], question, 0)).toBe(
    undefined,
  )
  expect(decide(forwardTo('x'), question, 0.5)).toEqual({ kind: 'forward', targetGroupArn: 'x' })
})

test.each([
  [
    { protocol: 'HTTPS', host: '#{host}', port: '443', path: '/#{path}', query: '#{query}' },
    'https://www.example.com:443/shop/items?page=2&sort=name',
  ],
  [
    { protocol: '#{protocol}', host: 'new.#{host}', port: '#{port}', path: '/x', query: '' },
    'http://new.www.example.com:80/x',
  ],
])('a redirect to %j', (to, location) => {
  const rules: Rule[] = [{ priority: 'default', conditions: [], actions: [{ type: 'redirect', status: 301, to }] }]
  expect(decide(rules, question, 0)).toEqual({ kind: 'redirect', status: 301, location })
})

test('a fixed answer; what comes before it and is not known is left out', () => {
  const fixed = { type: 'fixed-response', status: 404, contentType: 'text/plain', body: 'no' } as const
  const rules: Rule[] = [
    { priority: 'default', conditions: [], actions: [{ type: 'other', name: 'authenticate-oidc' }, fixed] },
  ]
  expect(decide(rules, question, 0)).toEqual({ kind: 'answer', status: 404, contentType: 'text/plain', body: 'no' })
})
