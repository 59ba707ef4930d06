/** Settings of the scanner; nothing is scanned. */
import type { PutImageScanningConfigurationRequest, PutRegistryScanningConfigurationRequest } from '@aws-sdk/client-ecr'
import type { Room } from '../../../room.ts'
import { findRepository } from '../image.ts'

export function putImageScanningConfiguration({ world }: Room, input: PutImageScanningConfigurationRequest) {
  const repository = findRepository(world, input)
  repository.scanOnPush = input.imageScanningConfiguration?.scanOnPush ?? false
  return {
    registryId: world.account,
    repositoryName: repository.name,
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
  }
}

export const getRegistryScanningConfiguration = ({ world }: Room) => ({
  registryId: world.account,
  scanningConfiguration: world.registryScanning,
})

export function putRegistryScanningConfiguration({ world }: Room, input: PutRegistryScanningConfigurationRequest) {
  world.registryScanning = { scanType: input.scanType ?? 'BASIC', rules: input.rules ?? [] }
  return { registryScanningConfiguration: world.registryScanning }
}
