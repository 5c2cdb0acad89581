package counts

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
)

// How a vocabulary is chosen. A change of any of these needs a new name for the way, so that cached counts of the old way are not mixed in.
const (
	wayOfNaming = "words1"
	// mostNames is the number of names with a place of their own.
	mostNames = 2000
	// leastSeen is how often a sample must have seen a name: what it saw once says nothing of how frequent a name is.
	leastSeen = 2
	// keptNames is the share of a later sample's frequent rows that a vocabulary must have names for, to be kept for that sample.
	keptNames = 0.95
)

// Buckets is the number of places that a vocabulary's other names share. It is a multiple of 44, so that whoever folds names into 44 buckets by the same hash
// gets the same from places as from names.
const Buckets = 44 * 93

// Vocabulary is to categories what a Grid is to numbers: names of a sample of the reference that have a place of their own, and buckets that all other
// names share by a hash of the name. What is counted on it is bounded in size however many names a column has.
//
// Places 0 … len(Names)−1 are the names', ascending; then come the buckets: name x is in bucket HashName(x) mod Buckets.
type Vocabulary struct {
	Version string   // names the way of choosing and the names themselves (a hash), part of every cache key
	Names   []string // strictly ascending by bytes
}

// NewVocabulary chooses the most frequent names of a sample's exact counts, of equally frequent ones those that come first by name.
func NewVocabulary(sample *Counts) (*Vocabulary, error) {
	if sample.Len() > 0 && sample.Kind != String {
		return nil, fmt.Errorf("no vocabulary: the sample holds %v", sample.Kind)
	}
	v := &Vocabulary{Names: frequent(sample)}
	slices.Sort(v.Names)
	hash := sha256.New()
	for _, name := range v.Names {
		fmt.Fprintf(hash, "%d %s\n", len(name), name)
	}
	v.Version = wayOfNaming + " " + hex.EncodeToString(hash.Sum(nil)[:12])
	return v, nil
}

// frequent names of a sample, the most frequent first.
func frequent(sample *Counts) []string {
	order := make([]int, 0, sample.Len())
	for i, w := range sample.W {
		if w >= leastSeen {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(sample.W[b], sample.W[a]), cmp.Compare(a, b)) })
	names := make([]string, min(len(order), mostNames))
	for n := range names {
		names[n] = sample.Strings[order[n]]
	}
	return names
}

// Fits tells whether a vocabulary names nearly all of the rows of another sample that a vocabulary of its own would name.
func (v *Vocabulary) Fits(sample *Counts) bool {
	own, known := 0.0, 0.0
	for _, name := range frequent(sample) {
		i, _ := slices.BinarySearch(sample.Strings, name)
		own += sample.W[i]
		if v.Place(name) < len(v.Names) {
			known += sample.W[i]
		}
	}
	return known >= keptNames*own
}

// Places is the number of places, buckets included.
func (v *Vocabulary) Places() int { return len(v.Names) + Buckets }

// Place of a name.
func (v *Vocabulary) Place(name string) int {
	if i := sort.SearchStrings(v.Names, name); i < len(v.Names) && v.Names[i] == name {
		return i
	}
	return len(v.Names) + int(HashName(name)%Buckets)
}

// HashName is FNV-1a of a name's bytes, 64 bits.
func HashName(name string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 1099511628211
	}
	return h
}

// Count puts exact counts of names on the vocabulary.
func (v *Vocabulary) Count(c *Counts) (*Counts, error) {
	if c.Kind == Word && c.Vocabulary.same(v) {
		return c, nil
	}
	if c.Len() > 0 && c.Kind != String {
		return nil, fmt.Errorf("counts: %v have no place in a vocabulary", c.Kind)
	}
	dense := make([]float64, v.Places())
	var dense2 []float64
	if c.W2 != nil {
		dense2 = make([]float64, len(dense))
	}
	for i, name := range c.Strings {
		place := v.Place(name)
		dense[place] += c.W[i]
		if dense2 != nil {
			dense2[place] += c.W2[i]
		}
	}
	out := &Counts{Kind: Word, Vocabulary: v}
	out.Cells, out.W, out.W2 = sparse(dense, dense2)
	return out.total(c.Other()), nil
}

// OfWords makes counts of the places of a vocabulary, distinct and ascending.
func OfWords(v *Vocabulary, places []int32, w, w2 []float64, other Other) (*Counts, error) {
	return checked((&Counts{Kind: Word, Vocabulary: v, Cells: places, W: w, W2: w2}).total(other))
}

func (v *Vocabulary) same(u *Vocabulary) bool {
	return v == u || v != nil && u != nil && v.Version == u.Version
}

// Names tells whether keys are names, so that they have no order that means anything.
func (k Kind) Names() bool { return k == String || k == Word }

// Named tells whether key i is one value, and not the cell of a grid or a bucket that many share.
func (c *Counts) Named(i int) bool {
	switch c.Kind {
	case Word:
		return int(c.Cells[i]) < len(c.Vocabulary.Names)
	case Cell:
		_, _, one := c.Grid.Bounds(int(c.Cells[i]))
		return one
	}
	return true
}

// Shared is the weight of the keys that stand for many names: 0 where every name was counted by itself.
func (c *Counts) Shared() float64 {
	shared := 0.0
	if c.Kind == Word {
		for i, w := range c.W {
			if !c.Named(i) {
				shared += w
			}
		}
	}
	return shared
}
