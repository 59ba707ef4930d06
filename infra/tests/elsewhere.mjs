// Whether a planned environment is its own and where it is to be: nothing in it is named after dev, or in dev's place.
//   elsewhere.mjs PLAN.json
import { readFileSync } from 'node:fs'

const { planned_values: planned } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const text = JSON.stringify(planned)
const wanted = ['ecs-microservices-qa-cluster', '10.3.0.0/16', 'arn:aws:ecs:eu-central-1:210987654321:', '210987654321.dkr.ecr.eu-central-1.amazonaws.com/ecs-microservices/nginx', 'eu-central-1a']
const unwanted = [/[^\\"]*ap-south-1[^\\"]*/g, /[^\\"]*123456789012[^\\"]*/g, /[^\\"]*ecs-microservices-dev[^\\"]*/g]
const faults = [
  ...wanted.filter(each => !text.includes(each)).map(each => `nothing says ${each}`),
  ...unwanted.flatMap(each => text.match(each) ?? []).map(each => `still there: ${each}`),
]
for (const fault of new Set(faults)) console.log(fault)
process.exitCode = faults.length > 0 ? 1 : 0
