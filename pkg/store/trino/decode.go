package trino

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// readValue reads one value of an answer, which is none of null, as int64, float64, string, bool or []int64.
type readValue func(raw []byte) (any, error)

func (read readValue) of(raw []byte) (any, error) {
	if bytes.Equal(raw, []byte("null")) {
		return nil, nil
	}
	return read(raw)
}

// reader makes the reader of a type. Statements cast what they answer, so these are all that come.
func reader(typeName string) readValue {
	base, inner, _ := strings.Cut(typeName, "(")
	switch base {
	case "tinyint", "smallint", "integer", "bigint":
		return func(raw []byte) (any, error) { return strconv.ParseInt(string(raw), 10, 64) }
	case "real", "double":
		return readFloat
	case "boolean":
		return func(raw []byte) (any, error) { return strconv.ParseBool(string(raw)) }
	case "varchar", "char":
		return func(raw []byte) (any, error) {
			var text string
			err := json.Unmarshal(raw, &text)
			return text, err
		}
	case "map":
		if inner == "integer, bigint)" || inner == "bigint, bigint)" {
			return readNumbers
		}
	}
	return func([]byte) (any, error) { return nil, fmt.Errorf("a value of type %s", typeName) }
}

// readFloat reads a number; what is no finite number comes as a text.
func readFloat(raw []byte) (any, error) {
	switch string(raw) {
	case `"NaN"`:
		return math.NaN(), nil
	case `"Infinity"`:
		return math.Inf(1), nil
	case `"-Infinity"`:
		return math.Inf(-1), nil
	}
	return strconv.ParseFloat(string(raw), 64)
}

// mostPlaces bounds the list that a map becomes.
const mostPlaces = 1 << 20

// readNumbers reads a histogram of whole numbers from 0 on, {"3":17,…}, as a list of numbers by place.
func readNumbers(raw []byte) (any, error) {
	list := []int64{}
	rest := bytes.TrimSuffix(bytes.TrimPrefix(raw, []byte("{")), []byte("}"))
	for len(rest) > 0 {
		var entry []byte
		entry, rest, _ = bytes.Cut(rest, []byte(","))
		key, value, found := bytes.Cut(entry, []byte(":"))
		place, err := strconv.ParseInt(string(bytes.Trim(key, `" `)), 10, 64)
		if err != nil || !found || place < 0 || place > mostPlaces {
			return nil, fmt.Errorf("%q is no number of rows at a place", entry)
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 64)
		if err != nil {
			return nil, err
		}
		if missing := int(place) + 1 - len(list); missing > 0 {
			list = append(list, make([]int64, missing)...)
		}
		list[place] = n
	}
	return list, nil
}
