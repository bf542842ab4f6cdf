import { life } from './life.js'

const baseURL = process.env.GREENROOM_BASE_URL
const greenroomURL = process.env.GREENROOM_URL
if (!baseURL || !greenroomURL) {
  console.error('GREENROOM_BASE_URL and GREENROOM_URL must be set')
  process.exit(2)
}
try {
  await life({ baseURL, greenroomURL })
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
