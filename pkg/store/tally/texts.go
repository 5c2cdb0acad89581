package tally

import (
	"hash/maphash"
	"strings"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
)

// texts counts distinct texts: each gets a number when it is first seen, and numbers are counted.
type texts struct {
	name    string
	limits  Limits
	numbers numbering
	few     [][]int64 // by slot, by number: the first fewTexts of them
	many    []*table  // by slot: the rest
	entries int
	others  others
	err     error
}

// fewTexts is how many texts are counted in arrays, the fastest way; a column with more of them has mostly rare ones.
const fewTexts = 4096

// Texts counts distinct texts. An empty text is a value.
func Texts(name string, limits Limits) Column {
	return &texts{name: name, limits: limits, numbers: newNumbering()}
}

func (t *texts) Err() error { return t.err }

func (t *texts) Add(runs []Run, v Vector) {
	for _, r := range runs {
		if t.err != nil {
			return
		}
		for int(r.Slot) >= len(t.few) {
			t.few, t.many = append(t.few, nil), append(t.many, &table{})
		}
		t.run(r, v)
	}
}

func (t *texts) run(r Run, v Vector) {
	few := t.few[r.Slot]
	defer func() {
		if t.few != nil {
			t.few[r.Slot] = few
		}
	}()
	for i, s := range v.Texts[r.From:r.To] {
		if v.Valid != nil && v.Missing(r.From+i) {
			t.others.at(r.Slot).Null++
			continue
		}
		number := t.numbers.of(s)
		fresh := false
		if number < fewTexts {
			if int(number) >= len(few) {
				few = append(few, make([]int64, max(64, 2*int(number)+1)-len(few))...)
			}
			fresh = few[number] == 0
			few[number]++
		} else {
			fresh = t.many[r.Slot].add(uint64(number))
		}
		if fresh && !t.fits() {
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
	t.numbers, t.few, t.many = numbering{}, nil, nil
}

func (t *texts) Counts(slots int) ([]*counts.Counts, error) {
	if t.err != nil {
		return nil, t.err
	}
	list := make([]*counts.Counts, slots)
	for s := range list {
		var entries []entry
		if s < len(t.few) {
			entries = t.many[s].list()
			for number, n := range t.few[s] {
				if n > 0 {
					entries = append(entries, entry{uint64(number), n})
				}
			}
		}
		other := t.others.get(s)
		if len(entries) == 0 && rows(other) == 0 {
			continue
		}
		c, err := namedCounts(entries, func(key uint64) string { return t.numbers.texts[key] }, other)
		if err != nil {
			return nil, err
		}
		list[s] = c
	}
	return list, nil
}

// numbering numbers distinct texts in the order in which they are first seen: a hash table of numbers, at most half full.
type numbering struct {
	texts []string
	table []int32 // number + 1; 0: free
	seed  maphash.Seed
}

func newNumbering() numbering {
	return numbering{table: make([]int32, 1<<6), seed: maphash.MakeSeed()}
}

func (n *numbering) of(s string) int32 {
	mask := uint64(len(n.table) - 1)
	for i := maphash.String(n.seed, s); ; i++ {
		number := n.table[i&mask] - 1
		if number < 0 {
			return n.add(s)
		}
		if n.texts[number] == s {
			return number
		}
	}
}

func (n *numbering) add(s string) int32 {
	n.texts = append(n.texts, strings.Clone(s))
	if 2*len(n.texts) > len(n.table) {
		n.table = make([]int32, 2*len(n.table))
		for number := range n.texts {
			n.place(int32(number))
		}
	} else {
		n.place(int32(len(n.texts) - 1))
	}
	return int32(len(n.texts) - 1)
}

func (n *numbering) place(number int32) {
	mask := uint64(len(n.table) - 1)
	i := maphash.String(n.seed, n.texts[number])
	for n.table[i&mask] != 0 {
		i++
	}
	n.table[i&mask] = number + 1
}
