/**
 * Keeps the last N items of several owners. When it is full, the oldest item of the owner with the most makes room: a
 * busy owner pushes out its own items, and one with no more than an even share loses none.
 */

/** An owner's items, oldest first. */
interface Share<Item> {
  oldest: Node<Item> | undefined
  newest: Node<Item> | undefined
  length: number
}

/** An item between its neighbours, whoever owns them, and before the next of its owner. */
interface Node<Item> {
  item: Item
  before: Node<Item> | undefined
  after: Node<Item> | undefined
  next: Node<Item> | undefined
}

/** Finds the share with the most items without looking at all of them. */
function createLengths<Item>() {
  const byLength = new Map<number, Set<Share<Item>>>()
  let greatest = 0
  return {
    get greatest() {
      while (greatest > 0 && !byLength.has(greatest)) greatest--
      return greatest
    },
    /** The share that has been the longest for the longest time. */
    largest(): Share<Item> | undefined {
      const [share] = byLength.get(this.greatest) ?? []
      return share
    },
    add(share: Share<Item>) {
      const same = byLength.get(share.length)
      if (same) same.add(share)
      else byLength.set(share.length, new Set([share]))
      greatest = Math.max(greatest, share.length)
    },
    /** Call it before the length changes. */
    remove(share: Share<Item>) {
      const same = byLength.get(share.length)
      same?.delete(share)
      if (same?.size === 0) byLength.delete(share.length)
    },
  }
}

/** Create the queue. @param size how many items to keep, at least 1 */
export function createSharedQueue<Item>(size: number) {
  let shares = new Map<string, Share<Item>>()
  let lengths = createLengths<Item>()
  let last: Node<Item> | undefined
  let count = 0

  const append = (share: Share<Item>, item: Item) => {
    const node: Node<Item> = { item, before: last, after: undefined, next: undefined }
    if (last) last.after = node
    last = node
    if (share.newest) share.newest.next = node
    else share.oldest = node
    share.newest = node
    share.length++
    count++
  }
  const dropOldest = (share: Share<Item>): Item | undefined => {
    const { oldest } = share
    if (!oldest) return undefined
    const { before, after } = oldest
    if (before) before.after = after
    if (after) after.before = before
    else last = before
    share.oldest = oldest.next
    if (!share.oldest) share.newest = undefined
    share.length--
    count--
    return oldest.item
  }
  const dropFromLargest = (): Item | undefined => {
    const largest = lengths.largest()
    if (!largest) return undefined
    lengths.remove(largest)
    const dropped = dropOldest(largest)
    lengths.add(largest)
    return dropped
  }
  const shareOf = (owner: string) => {
    const found = shares.get(owner)
    if (found) return found
    const share: Share<Item> = { oldest: undefined, newest: undefined, length: 0 }
    shares.set(owner, share)
    return share
  }

  return {
    /** Add the newest item. @returns the item that made room for it, if any */
    add(owner: string, item: Item): Item | undefined {
      const share = shareOf(owner)
      const isFull = count >= size
      if (isFull && share.length === lengths.greatest) {
        // As with a single owner: the length is the same afterwards.
        const dropped = dropOldest(share)
        append(share, item)
        return dropped
      }
      const dropped = isFull ? dropFromLargest() : undefined
      lengths.remove(share)
      append(share, item)
      lengths.add(share)
      return dropped
    },
    /** Remove the oldest item of an owner with the most. @returns the item, if there is any */
    drop: dropFromLargest,
    /** Iterate, oldest first, over the items from the end of the queue that a condition admits. */
    *since(isAdmitted: (item: Item) => boolean): Generator<Item> {
      let node = last
      while (node?.before && isAdmitted(node.before.item)) node = node.before
      for (; node; node = node.after) if (isAdmitted(node.item)) yield node.item
    },
    /** Remove the items of one owner, or all. @returns how many */
    clear(owner?: string): number {
      const before = count
      if (owner === undefined) {
        shares = new Map()
        lengths = createLengths()
        last = undefined
        count = 0
        return before
      }
      const share = shares.get(owner)
      if (!share) return 0
      lengths.remove(share)
      while (share.length > 0) dropOldest(share)
      shares.delete(owner)
      return before - count
    },
  }
}
