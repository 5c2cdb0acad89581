package expression

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind uint8

const (
	end    kind = iota
	word        // a bare name or keyword, as written
	quoted      // a name in double quotes
	text        // a text in single quotes
	number
	symbol // an operator, a parenthesis or a comma
)

type token struct {
	kind  kind
	text  string
	start int // byte offset in the source
}

func (t token) String() string {
	if t.kind == end {
		return "the end"
	}
	return fmt.Sprintf("%q", t.text)
}

// tokens cuts the source; the last token is always end.
func tokens(source string) ([]token, error) {
	var list []token
	for i := 0; i < len(source); {
		r, size := utf8.DecodeRuneInString(source[i:])
		start := i
		switch {
		case r == utf8.RuneError && size == 1:
			return nil, at(start, "the text is not valid UTF-8")
		case unicode.IsSpace(r):
			i += size
			continue
		case r == '\'' || r == '"':
			value, next, err := delimited(source, i, byte(r))
			if err != nil {
				return nil, err
			}
			t := token{text, value, start}
			if r == '"' {
				t.kind = quoted
				if value == "" {
					return nil, at(start, "a column has no name")
				}
			}
			list, i = append(list, t), next
		case isDigit(r) || (r == '.' && i+1 < len(source) && isDigit(rune(source[i+1]))):
			i = numberEnd(source, i)
			list = append(list, token{number, source[start:i], start})
		case r == '_' || unicode.IsLetter(r):
			for i < len(source) {
				r, size := utf8.DecodeRuneInString(source[i:])
				if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
					break
				}
				i += size
			}
			list = append(list, token{word, source[start:i], start})
		default:
			op := operatorAt(source[i:])
			if op == "" {
				return nil, at(start, "%q has no meaning here", string(r))
			}
			i += len(op)
			list = append(list, token{symbol, op, start})
		}
	}
	return append(list, token{kind: end, start: len(source)}), nil
}

func operatorAt(rest string) string {
	for _, op := range []string{"<=", ">=", "!=", "<>", "+", "-", "*", "/", "%", "=", "<", ">", "(", ")", ","} {
		if strings.HasPrefix(rest, op) {
			return op
		}
	}
	return ""
}

// delimited reads up to the closing mark, which is doubled where it is part of the value.
func delimited(source string, start int, mark byte) (value string, next int, err error) {
	var b strings.Builder
	for i := start + 1; i < len(source); i++ {
		if source[i] != mark {
			b.WriteByte(source[i])
			continue
		}
		if i+1 < len(source) && source[i+1] == mark {
			b.WriteByte(mark)
			i++
			continue
		}
		return b.String(), i + 1, nil
	}
	return "", 0, at(start, "the closing %c is missing", mark)
}

func numberEnd(source string, i int) int {
	for i < len(source) && (isDigit(rune(source[i])) || source[i] == '.') {
		i++
	}
	if i < len(source) && (source[i] == 'e' || source[i] == 'E') {
		j := i + 1
		if j < len(source) && (source[j] == '+' || source[j] == '-') {
			j++
		}
		if j < len(source) && isDigit(rune(source[j])) {
			for j < len(source) && isDigit(rune(source[j])) {
				j++
			}
			i = j
		}
	}
	return i
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// at makes an error that says where; positions count bytes from 1.
func at(offset int, format string, args ...any) error {
	return fmt.Errorf("position %d: %s", offset+1, fmt.Sprintf(format, args...))
}
