/** Groups the operations of an OpenAPI document under its tags. */

export interface DocumentTag {
  name: string
  description: string
  /** Whether an operation belongs to it. @param path as it is routed, such as `/_greenroom/faults/:fault_id` */
  has: (path: string) => boolean
}

/** Write the tags as a document lists them. */
export const describeTags = (tags: readonly DocumentTag[]) =>
  tags.map(({ name, description }) => ({ name, description }))

/** Name the first tag that a path belongs to. @returns no name where none has the path */
export const tagsOf = (tags: readonly DocumentTag[], path: string) =>
  tags
    .filter(({ has }) => has(path))
    .slice(0, 1)
    .map(({ name }) => name)
