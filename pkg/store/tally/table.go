package tally

// table is a hash table from a 64-bit key to a count: open addressing, linear probing, at most half full.
type table struct {
	entries []entry
	used    int
	shift   uint // 64 − log2(len(entries))
}

type entry struct {
	key uint64
	n   int64 // 0: free
}

const smallestTable, smallestShift = 1 << 6, 64 - 6

// home is Fibonacci hashing: the high bits of a product with an odd constant depend on all bits of the key.
func (t *table) home(key uint64) uint64 { return (key ^ key>>32) * 0x9e3779b97f4a7c15 >> t.shift }

// add counts n; fresh says that the entry is new.
func (t *table) add(key uint64, n int64) (fresh bool) {
	if t.entries == nil {
		t.entries, t.shift = make([]entry, smallestTable), smallestShift
	}
	mask := uint64(len(t.entries) - 1)
	for i := t.home(key); ; i++ {
		e := &t.entries[i&mask]
		if e.key == key && e.n != 0 {
			e.n += n
			return false
		}
		if e.n == 0 {
			*e = entry{key, n}
			if t.used++; 2*t.used > len(t.entries) {
				t.grow()
			}
			return true
		}
	}
}

func (t *table) grow() {
	old := t.entries
	t.entries = make([]entry, 2*len(old))
	t.shift--
	mask := uint64(len(t.entries) - 1)
	for _, e := range old {
		if e.n == 0 {
			continue
		}
		i := t.home(e.key)
		for t.entries[i&mask].n != 0 {
			i++
		}
		t.entries[i&mask] = e
	}
}

// list gives the entries in no order.
func (t *table) list() []entry {
	list := make([]entry, 0, t.used)
	for _, e := range t.entries {
		if e.n != 0 {
			list = append(list, e)
		}
	}
	return list
}
