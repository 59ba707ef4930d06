// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are those of a file
import { expect, test } from '@jest/globals'
import { mistakenIn } from '../../src/image/placeholder.ts'

test.each<[string, string]>([
  ['${verison}', '${verison}'],
  ['a-${vesion}.b', '${vesion}'],
  ['${ version }', '${ version }'],
  ['${sah}', '${sah}'],
  ['${env.}', '${env.}'],
  ['${ENV.HOST}', '${ENV.HOST}'],
  ['${evn.HOST}', '${evn.HOST}'],
  ['${ env.HOST }', '${ env.HOST }'],
  ['${env.MY-HOST}', '${env.MY…}'],
  ['${env.KEY:-hunter2}', '${env.KEY…}'],
  ['a${env.KEY', '${env.KEY…'],
  ['${env.KEY hunter2', '${env.KEY…'],
  ['v=${version', '${version…'],
  ['${sha-1 and more', '${sha…'],
  ['${version ${HOME}', '${version…'],
  ['${{ github.sha }}', '${{ github … }}'],
  ['${{secrets.KEY}}', '${{ secrets … }}'],
  ['{{ must_env `HOST` }}', '{{ must_env … }}'],
  ['{{- env "HOST" "else" }}', '{{ env … }}'],
  [' {{ ssm `/shop/key` }}', '{{ ssm … }}'],
  ['arn:{{ tfstate `a.b` }}', '{{ tfstate … }}'],
])('%s is taken for a mistake', (text, written) => {
  expect(mistakenIn(text).map(each => each.written)).toEqual([written])
})

test.each([
  '${version} ${sha} ${env.HOST} ${env.a_1}',
  '$VERSION ${VERSION} ${HOME} ${HOME:-/root} ${session} ${sha256} ${v} ${PATH%:*}',
  '${server.port} ${spring.version} ${env:HOST} #{version} {version}',
  'http://{{ env "HOST" }}:8080 {{ env.Getenv "A" }} {{ ssm `/a` }}',
  '{{.Name}}/{{.ID}} {{ .Name }} {{ range services }} {{json .}}',
  '${',
  '${VERSION:-${HOME}} ${version:-${HOME}} ${HOME',
])('%s is left to whoever reads it', text => {
  expect(mistakenIn(text)).toEqual([])
})
