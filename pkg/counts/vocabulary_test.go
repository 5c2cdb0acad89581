package counts

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func sampleOfNames(t *testing.T, names ...string) *Counts {
	t.Helper()
	c, err := FromStrings(names, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestVocabulary(t *testing.T) {
	sample := sampleOfNames(t, "b", "b", "a", "a", "a", "once", "")
	v, err := NewVocabulary(sample)
	if err != nil || !slices.Equal(v.Names, []string{"a", "b"}) {
		t.Fatalf("%v %v", v.Names, err)
	}
	again, _ := NewVocabulary(sampleOfNames(t, "a", "a", "b", "b", "b", "b", "c"))
	other, _ := NewVocabulary(sampleOfNames(t, "a", "a"))
	if again.Version != v.Version || other.Version == v.Version {
		t.Errorf("versions follow the names: %s, %s, %s", v.Version, again.Version, other.Version)
	}
	exact := sampleOfNames(t, "a", "z", "z", "y", "once", "b", "")
	c, err := v.Count(exact)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil || c.Rows != exact.Rows || c.Shared() != 5 {
		t.Errorf("%+v: %v, shared %v", c, err, c.Shared())
	}
	if !c.Named(0) || c.Name(0) != "a" || c.Named(c.Len()-1) || c.Name(c.Len()-1) != "other values" {
		t.Errorf("names: %q … %q", c.Name(0), c.Name(c.Len()-1))
	}
	if _, err := v.Count(mustInts(t, 1, 2)); err == nil {
		t.Error("numbers have no place in a vocabulary")
	}
	none, err := NewVocabulary(Empty(String, nil))
	if err != nil || none.Places() != Buckets {
		t.Errorf("of an empty sample: %+v, %v", none, err)
	}
}

func mustInts(t *testing.T, values ...int64) *Counts {
	t.Helper()
	c, err := FromInts(values, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Putting counts on a vocabulary and merging or subtracting them give the same in either order.
func TestVocabularyMerges(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	draw := func(n int) *Counts {
		names, weights := make([]string, n), make([]float64, n)
		for i := range names {
			names[i], weights[i] = fmt.Sprint("name ", int(random.ExpFloat64()*3000)), 1+float64(random.IntN(3))
		}
		c, err := FromStrings(names, weights)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	a, b := draw(5000), draw(3000)
	v, err := NewVocabulary(a)
	if err != nil || len(v.Names) == 0 || len(v.Names) > mostNames {
		t.Fatal(len(v.Names), err)
	}
	on := func(c *Counts) *Counts {
		t.Helper()
		counted, err := v.Count(c)
		if err != nil {
			t.Fatal(err)
		}
		return counted
	}
	both, err := Merge(a, b)
	if err != nil {
		t.Fatal(err)
	}
	merged, err := Merge(on(a), on(b), &Counts{Kind: String, Null: 2, Rows: 2})
	if err != nil {
		t.Fatal(err)
	}
	want := on(both).total(Other{Null: 2})
	if err := merged.Validate(); err != nil || !merged.Equal(want) {
		t.Errorf("merged is not counted together: %v", err)
	}
	rest, err := on(both).Subtract(on(b))
	if err != nil || !rest.Equal(on(a)) {
		t.Errorf("subtracted: %v", err)
	}
	w, _ := NewVocabulary(b)
	if other, _ := w.Count(b); other != nil {
		if _, err := Merge(on(a), other); err == nil {
			t.Error("words of different vocabularies were put together")
		}
	}
}

// A vocabulary is kept for a later sample as long as it names its frequent values.
func TestVocabularyFits(t *testing.T) {
	v, _ := NewVocabulary(sampleOfNames(t, "a", "a", "b", "b"))
	if !v.Fits(sampleOfNames(t, "a", "a", "a", "x", "y")) {
		t.Error("nothing new is frequent")
	}
	if v.Fits(sampleOfNames(t, "a", "a", "x", "x", "x")) {
		t.Error("x is frequent and has no name")
	}
}
