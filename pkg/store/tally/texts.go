package tally

import (
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
)

// texts counts distinct texts: each gets a number when it is first seen, and numbers are counted.
type texts struct {
	name    string
	limits  Limits
	numbers numbering
	slots   []*table
	entries int
	others  others
	err     error
}

// Texts counts distinct texts. An empty text is a value.
func Texts(name string, limits Limits) Column {
	return &texts{name: name, limits: limits, numbers: newNumbering()}
}

func (t *texts) Add(runs []Run, v Vector) {
	for _, r := range runs {
		if t.err != nil {
			return
		}
		t.grow(r.Slot)
		t.run(r, v)
	}
}

func (t *texts) grow(slot int32) {
	for int(slot) >= len(t.slots) {
		t.slots = append(t.slots, &table{})
	}
}

func (t *texts) Merge(other Column, slot func(int32) int32) {
	from := other.(*texts)
	if t.err == nil && from.err != nil {
		t.err, t.numbers, t.slots = from.err, numbering{}, nil
	}
	t.others.merge(from.others, slot)
	for s, counted := range from.slots {
		if counted.used == 0 || t.err != nil {
			continue
		}
		into := slot(int32(s))
		t.grow(into)
		for _, x := range counted.list() {
			if t.slots[into].add(uint64(t.numbers.of(from.numbers.texts[x.key])), x.n) && !t.fits() {
				return
			}
		}
	}
}

func (t *texts) run(r Run, v Vector) {
	counted := t.slots[r.Slot]
	for i, s := range v.Texts[r.From:r.To] {
		if v.Valid != nil && v.Missing(r.From+i) {
			t.others.at(r.Slot).Null++
			continue
		}
		number := uint64(t.numbers.of(s))
		if number < uint64(len(counted.few)) && counted.few[number] > 0 {
			counted.few[number]++
		} else if counted.add(number, 1) && !t.fits() {
			return
		}
	}
}

// fits checks the limits after a new entry.
func (t *texts) fits() bool {
	t.entries++
	if t.limits.Distinct > 0 && len(t.numbers.texts) > t.limits.Distinct {
		t.stop(t.limits.Distinct)
	} else if t.limits.Entries > 0 && t.entries > t.limits.Entries {
		t.stop(t.limits.Entries)
	}
	return t.err == nil
}

func (t *texts) stop(limit int) {
	t.err = &store.TooManyError{Column: t.name, Limit: limit}
	t.numbers, t.slots = numbering{}, nil
}

func (t *texts) Counts(slots int) ([]*counts.Counts, error) {
	if t.err != nil {
		return nil, t.err
	}
	list := make([]*counts.Counts, slots)
	rank := t.ranks()
	for s := range list {
		var entries []entry
		if s < len(t.slots) {
			entries = t.slots[s].list()
		}
		other := t.others.get(s)
		if len(entries) == 0 && rows(other) == 0 {
			continue
		}
		slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(rank[a.key], rank[b.key]) })
		names := make([]string, len(entries))
		for i, x := range entries {
			names[i] = t.numbers.texts[x.key]
		}
		c, err := counts.OfStrings(names, weights(entries), nil, other)
		if err != nil {
			return nil, err
		}
		list[s] = c
	}
	return list, nil
}

// ranks are the places of all texts in their order: they are compared once, and not in every slot.
func (t *texts) ranks() []int32 {
	order := make([]int32, len(t.numbers.texts))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(t.numbers.texts[a], t.numbers.texts[b]) })
	rank := make([]int32, len(order))
	for place, number := range order {
		rank[number] = int32(place)
	}
	return rank
}

// numbering numbers distinct texts in the order in which they are first seen: a hash table of numbers, at most half full. Most categories have short
// names, which are compared as two words without looking anywhere else.
type numbering struct {
	texts  []string
	places []place
	seed   [2]uint64
	long   maphash.Seed
}

type place struct {
	key    textKey
	number int32 // number + 1; 0: free
}

// textKey is a text of up to 15 bytes itself, the last byte its length; of a longer one a hash and, below the last byte, its length.
type textKey struct{ low, high uint64 }

const (
	longestShort    = 15
	longestMiddling = 32 // hashed as four words
	isLong          = 0xff << 56
)

func newNumbering() numbering {
	return numbering{places: make([]place, 1<<6), seed: [2]uint64{rand.Uint64(), rand.Uint64()}, long: maphash.MakeSeed()}
}

func (n *numbering) key(s string) textKey {
	b := []byte(s) // lent, not copied: it goes nowhere
	size := len(b)
	switch {
	case size > longestMiddling:
		return textKey{maphash.String(n.long, s), isLong | uint64(size)}
	case size > longestShort:
		hash := fold(binary.LittleEndian.Uint64(b)^n.seed[0], binary.LittleEndian.Uint64(b[8:])^n.seed[1])
		hash = fold(binary.LittleEndian.Uint64(b[size-16:])^hash, binary.LittleEndian.Uint64(b[size-8:])^n.seed[1])
		return textKey{hash, isLong | uint64(size)}
	case size >= 8: // the last 8 bytes without what the first 8 hold
		return textKey{binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[size-8:])>>(8*(16-size)) | uint64(size)<<56}
	case size >= 4:
		rest := uint64(binary.LittleEndian.Uint32(b[size-4:])) >> (8 * (8 - size))
		return textKey{uint64(binary.LittleEndian.Uint32(b)) | rest<<32, uint64(size) << 56}
	case size > 0:
		return textKey{uint64(b[0]) | uint64(b[size/2])<<8 | uint64(b[size-1])<<16, uint64(size) << 56}
	}
	return textKey{}
}

// home is where the search for a key begins. The seeds are secret, so that nobody can write a log of texts that all begin at one place.
func (n *numbering) home(k textKey) uint64 {
	return fold(k.low^n.seed[0], k.high^n.seed[1])
}

// fold mixes two words: both halves of their product.
func fold(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}

func (n *numbering) of(s string) int32 {
	k := n.key(s)
	if number := n.at(s, k); number >= 0 {
		return number
	}
	return n.add(s, k)
}

// find is the number of a text that has one.
func (n *numbering) find(s string) (number int32, known bool) {
	number = n.at(s, n.key(s))
	return number, number >= 0
}

// at is the number of a text; −1 where it has none.
func (n *numbering) at(s string, k textKey) int32 {
	mask := uint64(len(n.places) - 1)
	for i := n.home(k); ; i++ {
		p := &n.places[i&mask]
		if p.number == 0 || p.key == k && (k.high < isLong || n.texts[p.number-1] == s) {
			return p.number - 1
		}
	}
}

func (n *numbering) add(s string, k textKey) int32 {
	n.texts = append(n.texts, strings.Clone(s))
	if 2*len(n.texts) > len(n.places) {
		old := n.places
		n.places = make([]place, 2*len(old))
		for _, p := range old {
			if p.number > 0 {
				n.put(p)
			}
		}
	}
	number := int32(len(n.texts))
	n.put(place{k, number})
	return number - 1
}

func (n *numbering) put(p place) {
	mask := uint64(len(n.places) - 1)
	i := n.home(p.key)
	for n.places[i&mask].number > 0 {
		i++
	}
	n.places[i&mask] = p
}
