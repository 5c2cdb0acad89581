package tally

import (
	"strconv"

	"github.com/tideline-ml/tideline/pkg/counts"
	"github.com/tideline-ml/tideline/pkg/store"
)

// words counts names on a vocabulary: an array of counts per slot, a place for each of its names and for each bucket of others.
type words struct {
	name       string
	vocabulary *counts.Vocabulary
	numbers    numbering // of the vocabulary's names: a name's number is its place
	limit      int       // of counters in all slots
	kept       int
	slots      [][]int64
	others     others
	text       []byte // a number's name, on the way to its place
	err        error
}

// Words counts names on a vocabulary; numbers are names by their text, as Ints and Floats write them. limit bounds the memory over all slots, 8 bytes each.
func Words(name string, vocabulary *counts.Vocabulary, limit int) Column {
	w := &words{name: name, vocabulary: vocabulary, numbers: newNumbering(), limit: limit}
	for _, known := range vocabulary.Names {
		w.numbers.of(known)
	}
	return w
}

func (w *words) Add(runs []Run, v Vector) {
	for _, r := range runs {
		counted := w.of(r.Slot)
		if counted == nil {
			return
		}
		for i := r.From; i < r.To; i++ {
			if v.Missing(i) {
				w.others.at(r.Slot).Null++
				continue
			}
			switch {
			case v.Texts != nil:
				counted[w.place(v.Texts[i])]++
			case v.Ints != nil:
				w.text = strconv.AppendInt(w.text[:0], v.Ints[i], 10)
				counted[w.place(string(w.text))]++
			case !w.others.special(r.Slot, v.Floats[i]):
				w.text = appendFloat(w.text[:0], v.Floats[i]+0) // −0 + 0 is 0
				counted[w.place(string(w.text))]++
			}
		}
	}
}

func (w *words) place(name string) int {
	if number, known := w.numbers.find(name); known {
		return int(number)
	}
	return len(w.vocabulary.Names) + int(counts.HashName(name)%counts.Buckets)
}

// of is the array of a slot, nil where the limit forbids another.
func (w *words) of(slot int32) []int64 {
	if w.err != nil {
		return nil
	}
	for int(slot) >= len(w.slots) {
		w.slots = append(w.slots, nil)
	}
	if w.slots[slot] == nil {
		if w.kept += w.vocabulary.Places(); w.limit > 0 && w.kept > w.limit {
			w.err = &store.TooManyError{Column: w.name, Limit: w.limit}
			w.slots = nil
			return nil
		}
		w.slots[slot] = make([]int64, w.vocabulary.Places())
	}
	return w.slots[slot]
}

func (w *words) Merge(other Column, slot func(int32) int32) {
	from := other.(*words)
	if w.err == nil && from.err != nil {
		w.err, w.slots = from.err, nil
	}
	w.others.merge(from.others, slot)
	for s, counted := range from.slots {
		if counted == nil {
			continue
		}
		into := w.of(slot(int32(s)))
		if into == nil {
			return
		}
		for place, n := range counted {
			into[place] += n
		}
	}
}

func (w *words) Counts(slots int) ([]*counts.Counts, error) {
	if w.err != nil {
		return nil, w.err
	}
	list := make([]*counts.Counts, slots)
	for s := range list {
		other := w.others.get(s)
		var places []int32
		var weights []float64
		if s < len(w.slots) {
			for place, n := range w.slots[s] {
				if n > 0 {
					places, weights = append(places, int32(place)), append(weights, float64(n))
				}
			}
		}
		if len(places) == 0 && rows(other) == 0 {
			continue
		}
		c, err := counts.OfWords(w.vocabulary, places, weights, nil, other)
		if err != nil {
			return nil, err
		}
		list[s] = c
	}
	return list, nil
}
