package duckdb

import (
	"strings"
	"unsafe"

	driver "github.com/duckdb/duckdb-go-bindings"

	"github.com/tideline-ml/tideline/pkg/store/tally"
)

// chunk is up to 2048 rows as Go slices over DuckDB's memory, valid until the next chunk is read.
type chunk struct {
	size    int
	vectors []tally.Vector
	kinds   []driver.Type
	bools   [][]bool // by column, for booleans
}

// value is one value as string, float64, int64, bool or nil.
func (c *chunk) value(column, row int) any {
	v := c.vectors[column]
	switch {
	case v.Missing(row):
		return nil
	case c.bools[column] != nil:
		return c.bools[column][row]
	case v.Ints != nil:
		return v.Ints[row]
	case v.Floats != nil:
		return v.Floats[row]
	case v.Texts != nil:
		return strings.Clone(v.Texts[row])
	}
	return nil
}

// decoder makes Go slices over flat vectors.
type decoder struct {
	chunk chunk
	texts [][]string
	wide  [][]int64
	long  []bool // texts are not all in place
}

func newDecoder(kinds []driver.Type) *decoder {
	n := len(kinds)
	return &decoder{texts: make([][]string, n), wide: make([][]int64, n), long: make([]bool, n),
		chunk: chunk{kinds: kinds, vectors: make([]tally.Vector, n), bools: make([][]bool, n)}}
}

// decode makes column i of the chunk of a flat vector.
func (d *decoder) decode(i int, flat driver.Vector) {
	var v tally.Vector
	c := &d.chunk
	if mask := driver.VectorGetValidity(flat); mask != nil {
		v.Valid = someMissing(unsafe.Slice((*uint64)(mask), (c.size+63)/64), c.size)
	}
	c.bools[i] = nil
	switch data := driver.VectorGetData(flat); c.kinds[i] {
	case driver.TypeDouble:
		v.Floats = unsafe.Slice((*float64)(data), c.size)
	case driver.TypeBigInt:
		v.Ints = unsafe.Slice((*int64)(data), c.size)
	case driver.TypeInteger:
		d.wide[i] = widened(d.wide[i], unsafe.Slice((*int32)(data), c.size))
		v.Ints = d.wide[i]
	case driver.TypeBoolean:
		c.bools[i] = unsafe.Slice((*bool)(data), c.size)
		d.wide[i] = widenedBools(d.wide[i], c.bools[i])
		v.Ints = d.wide[i]
	case driver.TypeVarchar:
		v.Texts = d.strings(i, v, unsafe.Slice((*text)(data), c.size))
	}
	c.vectors[i] = v
}

// reader flattens the vectors of the chunks of a result. DuckDB hands out dictionary and constant vectors as they are, and its interface for C cannot
// tell them from flat ones, so every vector is copied into a flat one of the reader's own.
type reader struct {
	*decoder
	types []driver.LogicalType
	flat  []driver.Vector
	all   driver.SelectionVector // 0, 1, 2, …
}

func newReader(result *driver.Result) *reader {
	n, size := int(driver.ColumnCount(result)), driver.VectorSize()
	r := &reader{all: driver.CreateSelectionVector(size)}
	places := unsafe.Slice(driver.SelectionVectorGetDataPtr(r.all), int(size))
	for i := range places {
		places[i] = driver.SelT(i)
	}
	var kinds []driver.Type
	for i := range n {
		t := driver.ColumnLogicalType(result, driver.IdxT(i))
		r.types = append(r.types, t)
		r.flat = append(r.flat, driver.CreateVector(t, size))
		kinds = append(kinds, driver.GetTypeId(t))
	}
	r.decoder = newDecoder(kinds)
	return r
}

func (r *reader) destroy() {
	for i := range r.flat {
		driver.DestroyVector(&r.flat[i])
		driver.DestroyLogicalType(&r.types[i])
	}
	driver.DestroySelectionVector(&r.all)
}

func (r *reader) read(from driver.DataChunk) *chunk {
	c := &r.chunk
	c.size = int(driver.DataChunkGetSize(from))
	if c.size == 0 {
		return c
	}
	for i := range r.flat {
		if r.long[i] { // the flat vector holds memory of its own, which only ends with it
			driver.DestroyVector(&r.flat[i])
			r.flat[i], r.long[i] = driver.CreateVector(r.types[i], driver.VectorSize()), false
		}
		driver.VectorCopySel(driver.DataChunkGetVector(from, driver.IdxT(i)), r.flat[i], r.all, driver.IdxT(c.size), 0, 0)
		r.decode(i, r.flat[i])
	}
	return c
}

// someMissing is the mask where it marks any of the rows as missing, else nil: most columns have no missing values, and then nobody need look.
func someMissing(mask []uint64, rows int) []uint64 {
	for i, word := range mask {
		if left := rows - 64*i; left < 64 {
			word |= ^uint64(0) << left
		}
		if word != ^uint64(0) {
			return mask
		}
	}
	return nil
}

func widened(to []int64, from []int32) []int64 {
	to = to[:0]
	for _, x := range from {
		to = append(to, int64(x))
	}
	return to
}

func widenedBools(to []int64, from []bool) []int64 {
	to = to[:0]
	for _, x := range from {
		n := int64(0)
		if x {
			n = 1
		}
		to = append(to, n)
	}
	return to
}

// text is DuckDB's string: a length, and up to 12 bytes in place or 4 bytes and a pointer.
type text struct {
	length uint32
	prefix [4]byte
	rest   [8]byte
}

const inPlace = 12

func (d *decoder) strings(column int, v tally.Vector, list []text) []string {
	if cap(d.texts[column]) < len(list) {
		d.texts[column] = make([]string, max(len(list), int(driver.VectorSize())))
	}
	texts := d.texts[column][:len(list)]
	for i := range list {
		t := &list[i]
		switch {
		case v.Valid != nil && v.Missing(i):
			texts[i] = "" // what stands there may point anywhere
		case t.length <= inPlace:
			texts[i] = unsafe.String(&t.prefix[0], t.length)
		default:
			d.long[column] = true
			texts[i] = unsafe.String(*(**byte)(unsafe.Pointer(&t.rest)), t.length)
		}
	}
	return texts
}
