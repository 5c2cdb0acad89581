package tally

// table counts 64-bit keys: small ones in an array, which is fastest, the others in a hash table with open addressing and linear probing, at most half
// full. Small keys are the numbers of texts, ages, hours, pixels: most of what is counted exactly.
type table struct {
	few     []int64 // by key
	entries []entry
	hashed  int  // used entries
	used    int  // keys in all
	shift   uint // 64 − log2(len(entries))
}

type entry struct {
	key uint64
	n   int64 // 0: free
}

const (
	fewKeys                      = 4096 // smaller keys are counted in the array
	smallestTable, smallestShift = 1 << 6, 64 - 6
)

// home is Fibonacci hashing: the high bits of a product with an odd constant depend on all bits of the key.
func (t *table) home(key uint64) uint64 { return (key ^ key>>32) * 0x9e3779b97f4a7c15 >> t.shift }

// add counts n; fresh says that the key is new.
func (t *table) add(key uint64, n int64) (fresh bool) {
	if key < fewKeys {
		fresh = t.addFew(key, n)
	} else {
		fresh = t.addHashed(key, n)
	}
	if fresh {
		t.used++
	}
	return fresh
}

func (t *table) addFew(key uint64, n int64) (fresh bool) {
	if key >= uint64(len(t.few)) {
		t.few = append(t.few, make([]int64, max(smallestTable, 2*int(key)+1)-len(t.few))...)
	}
	fresh = t.few[key] == 0
	t.few[key] += n
	return fresh
}

func (t *table) addHashed(key uint64, n int64) (fresh bool) {
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
			if t.hashed++; 2*t.hashed > len(t.entries) {
				t.grow()
			}
			return true
		}
	}
}

// Between these sizes a hash table grows by four: a smaller one may be at its end, of a larger one half would be wasted.
const smallestLeap, largestLeap = 1 << 9, 1 << 13

func (t *table) grow() {
	old := t.entries
	double := uint(1)
	if len(old) >= smallestLeap && len(old) < largestLeap {
		double = 2
	}
	t.entries = make([]entry, len(old)<<double)
	t.shift -= double
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
	for key, n := range t.few {
		if n != 0 {
			list = append(list, entry{uint64(key), n})
		}
	}
	for _, e := range t.entries {
		if e.n != 0 {
			list = append(list, e)
		}
	}
	return list
}
