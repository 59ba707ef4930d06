/** Prints the JSON Schema of a manifest, as the compiled sources say it. */
import { SCHEMA_ADDRESS } from '../../lib/request/address.js'
import { manifestSchema } from '../../lib/request/json-schema.js'

console.log(JSON.stringify(manifestSchema(SCHEMA_ADDRESS), undefined, 2))
