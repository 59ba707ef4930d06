/** action.yml is what users write against: it and the sources must tell the same. */
import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import type { Introduction } from '../src/init/introduce.ts'
import { textsOf } from '../src/report/introduction.ts'
import { outputsOf, placeOutputs } from '../src/report/outputs.ts'
import type { Report } from '../src/report/report.ts'
import { INPUT_NAMES, INPUTS, MANIFEST } from '../src/request/input.ts'
import { readRequest } from '../src/request/inputs.ts'
import { OUTCOMES } from '../src/rollout/verdict.ts'

interface Action {
  readonly inputs: Readonly<Record<string, { description?: string; default?: string; required?: boolean }>>
  readonly outputs: Readonly<Record<string, { description?: string }>>
  readonly runs: { using: string; main: string }
}
const action = parse(readFileSync('action.yml', 'utf8')) as Action
const inputs = Object.entries(action.inputs)

/** The inputs that a command asks for. */
function asked(command: string): string[] {
  const names = new Set<string>()
  const input = (name: string) => {
    names.add(name)
    return name === 'command' ? command : (action.inputs[name]?.default ?? '')
  }
  readRequest(input, { AWS_REGION: 'eu-west-1' })
  return [...names]
}

test('every input that is declared is asked for, and none else', () => {
  expect([...new Set([...asked('deploy'), ...asked('rollback')])].sort()).toEqual(inputs.map(([name]) => name).sort())
})

test('the inputs are those that the sources know, in that order', () => {
  expect(inputs.map(([name]) => name)).toEqual(INPUT_NAMES)
  expect(action.inputs.manifest?.default).toBe(MANIFEST)
  // whether an input with a default was set cannot be told, so no command may refuse it
  const refusable = INPUT_NAMES.filter(name => INPUTS[name].of.length < INPUTS.command.of.length)
  expect(refusable.filter(name => action.inputs[name]?.default !== '')).toEqual([])
})

test('every output that is declared is given, and none else', () => {
  const given = outputsOf({ outcome: 'deployed', version: '', services: {}, images: {} } as unknown as Report, '')
  const place = placeOutputs({ cluster: 'shop', region: 'eu-west-1', role: '' })
  const texts = textsOf({ manifest: '' } as Introduction).map(({ name }) => name)
  expect([...Object.keys(given), ...Object.keys(place), ...texts].sort()).toEqual(Object.keys(action.outputs).sort())
})

test.each(inputs)(
  'input %s has a description and a default that is a text',
  (_, { description, default: fallback, required }) => {
    expect(description).toMatch(/\S/)
    expect(typeof fallback).toBe('string')
    expect(required).toBeFalsy()
  },
)

test('the names of the contract stay', () => {
  const names = ['command', 'manifest', 'services', 'version', 'to', 'timeout', 'aws-region']
  expect(inputs.map(([name]) => name)).toEqual(expect.arrayContaining(names))
  expect(Object.keys(action.outputs).slice(0, 4)).toEqual(['outcome', 'version', 'services', 'report'])
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' })
})

test('the defaults alone are a request for either command', () => {
  expect(asked('deploy')).toContain('version')
  expect(asked('rollback')).toContain('to')
})

test.each(OUTCOMES)('outcome %s is told of in action.yml', outcome => {
  expect(action.outputs.outcome?.description).toMatch(new RegExp(`\\b${outcome}\\b`))
})
