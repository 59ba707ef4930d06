/** Whether a container stands on an image of the repository that is released, or on another of that name. */
import { expect, test } from '@jest/globals'
import { undecided } from '../../src/revision/container.ts'

const ECR = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
test.each<[string, string, string, boolean]>([
  ['of ECR', `${ECR}/nginx:1`, 'nginx', false],
  ['of where something takes the place of AWS', '127.0.0.1:5000/nginx:1', 'nginx', false],
  ['of Docker Hub, with that name', 'nginx:alpine', 'nginx', true],
  ['of another registry, with that name', 'x.io/shop/api:1', 'shop/api', true],
  ['of another registry, as is said', 'ghcr.io/shop/api:1', 'ghcr.io/shop/api', false],
  ['of ECR, where another registry is said', `${ECR}/shop/api:1`, 'ghcr.io/shop/api', true],
  ['of Docker Hub, as is said', 'nginx:alpine', 'docker.io/library/nginx', false],
  ['of Docker Hub, as is said in full', 'docker.io/acme/app:1', 'docker.io/acme/app', false],
])('an image %s', (_, image, repository, isUndecided) => {
  const containers = [
    { name: 'app', image },
    { name: 'other', image },
  ]
  expect(undecided(containers, 'app', repository)).toEqual(isUndecided ? ['other'] : [])
})
