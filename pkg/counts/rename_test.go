package counts

import (
	"reflect"
	"testing"
)

func TestRename(t *testing.T) {
	names := map[string]string{"0": "setosa", "1": "versicolor"}
	c, err := OfStrings([]string{"0", "1", "2", "setosa"}, []float64{1, 2, 3, 4}, []float64{1, 4, 9, 16}, Other{Null: 5})
	if err != nil {
		t.Fatal(err)
	}
	got := Rename(c, names)
	if err := got.Validate(); err != nil {
		t.Error(err)
	}
	if !reflect.DeepEqual(got.Strings, []string{"2", "setosa", "versicolor"}) || !reflect.DeepEqual(got.W, []float64{3, 5, 2}) ||
		!reflect.DeepEqual(got.W2, []float64{9, 17, 4}) || got.Null != 5 || got.Rows != 15 {
		t.Errorf("got %+v", got)
	}
	if !reflect.DeepEqual(c.Strings, []string{"0", "1", "2", "setosa"}) {
		t.Errorf("what was renamed has changed: %v", c.Strings)
	}
	// Nothing to rename: the same counts, not a copy.
	numbers, _ := FromInts([]int64{0, 1}, nil)
	others, _ := FromStrings([]string{"x"}, nil)
	for _, c := range []*Counts{nil, numbers, others} {
		if Rename(c, names) != c {
			t.Errorf("%+v was changed", c)
		}
	}
}
