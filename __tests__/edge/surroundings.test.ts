import { expect, test } from '@jest/globals'
import { surroundingsOf } from '../../src/edge/surroundings.ts'

test.each([
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_PROFILE',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'ACTIONS_RUNTIME_TOKEN',
  'GITHUB_TOKEN',
  'GITHUB_ENV',
  'INPUT_MANIFEST',
  'input_token',
])('%s is kept back', name => {
  expect(surroundingsOf({ [name]: 'x' })).toEqual({})
})

test.each([
  'PATH',
  'HOME',
  'DOCKER_HOST',
  'DOCKER_CONFIG',
  'BUILDX_BUILDER',
  'BUILDKIT_PROGRESS',
  'HTTPS_PROXY',
  'no_proxy',
  'SSH_AUTH_SOCK',
  'KUBECONFIG',
  'SOURCE_DATE_EPOCH',
  'AWS_REGION',
])('%s is handed on', name => {
  expect(surroundingsOf({ [name]: 'x', NOTHING: undefined })).toEqual({ [name]: 'x' })
})
