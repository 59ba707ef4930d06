/** The JSON Schema of a manifest, draft 2020-12, for editors. It says all that can be said of one key at a time. Pure. */

import { IMAGE, IMAGE_NAME } from './image.ts'
import type { Schema } from './kind.ts'
import { ECS_NAME, ENVIRONMENT_NAME, IMAGE_OVERLAY, OVERLAY, PLACE, SERVICE } from './schema.ts'
import { orNull, schemaOf } from './shape.ts'

const HAS_CLUSTER: Schema = { type: 'object', required: ['cluster'], properties: { cluster: { type: 'string' } } }

/** Whether each has, in one layer or the other, the reader knows alone. */
const SERVICES_HAVE: Schema = {
  type: 'object',
  required: ['services'],
  properties: { services: { type: 'object', not: { additionalProperties: { not: HAS_CLUSTER } } } },
}

/** `id`: the address under which this release's schema stands. */
export function manifestSchema(id: string): Schema {
  const place = schemaOf(PLACE)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: id,
    title: 'Evenkeel manifest',
    description: 'The services of a release, their images, and the environments they go to.',
    ...place,
    properties: {
      ...(place.properties as object),
      images: {
        description:
          'Images that several containers or services share, or that exist already, by the names that people call them.',
        ...orNull({
          type: 'object',
          propertyNames: { pattern: IMAGE_NAME.source },
          additionalProperties: orNull({ $ref: '#/$defs/image' }),
        }),
      },
      services: {
        description: 'The services, by the names that people call them.',
        type: 'object',
        minProperties: 1,
        propertyNames: { pattern: ECS_NAME.source },
        additionalProperties: orNull({ $ref: '#/$defs/service' }),
      },
      environments: {
        description: 'What differs between environments; the input `environment` chooses one.',
        ...orNull({
          type: 'object',
          propertyNames: { pattern: ENVIRONMENT_NAME.source },
          additionalProperties: { $ref: '#/$defs/environment' },
        }),
      },
    },
    required: ['services'],
    anyOf: [
      HAS_CLUSTER,
      SERVICES_HAVE,
      {
        required: ['environments'],
        properties: {
          environments: {
            type: 'object',
            minProperties: 1,
            additionalProperties: { anyOf: [HAS_CLUSTER, SERVICES_HAVE] },
          },
        },
      },
    ],
    $defs: {
      service: schemaOf(SERVICE),
      image: schemaOf(IMAGE),
      environment: {
        ...place,
        properties: {
          ...(place.properties as object),
          services: {
            description: 'What differs here, service by service.',
            ...orNull({ type: 'object', additionalProperties: orNull(schemaOf(OVERLAY)) }),
          },
          images: {
            description: 'What differs here, image by image.',
            ...orNull({ type: 'object', additionalProperties: orNull(schemaOf(IMAGE_OVERLAY)) }),
          },
        },
      },
    },
  }
}
