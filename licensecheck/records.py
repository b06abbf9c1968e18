"""Frozen, slotted records: what `dataclasses` gives us, at a tenth of its start-up cost.

`dataclasses` alone takes as long to import as two bare interpreter starts, and each class about a millisecond more;
a check of an ordinary manifest needs fifty classes. Type checkers treat `record` as a frozen dataclass decorator.
Only what we use is here: positional and keyword fields, defaults (immutable ones), equality, hash, repr, `replace`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")
else:
    # `typing` takes as long to import as half an interpreter start, and only type checkers need it.
    def dataclass_transform(**_: object) -> object:
        """Nothing: what it says is for type checkers."""
        return lambda function: function


EMPTY: Mapping[str, Any] = {}
"""The default of mappings; never written to."""


@dataclass_transform(frozen_default=True, eq_default=True)
def record(cls: type[T]) -> type[T]:
    """Make a class of annotated fields into a frozen record; TypeError for a default that can be changed."""
    names = tuple(cls.__dict__.get("__annotations__", ()))  # noqa: RUF063  (inspect would cost what this module saves)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    for name, value in defaults.items():
        if isinstance(value, list | set):
            raise TypeError(f"{cls.__name__}.{name}: a default must not change")
    body = {key: value for key, value in cls.__dict__.items() if key not in defaults and key not in ("__dict__", "__weakref__")}
    body |= {"__slots__": names, "__match_args__": names, "__init__": _init(names, defaults), "__setattr__": _frozen, "__delattr__": _frozen}
    for name, method in (("__repr__", _repr), ("__eq__", _eq), ("__hash__", _hash)):
        body.setdefault(name, method)
    kind: Any = type(cls)
    made: type[T] = kind(cls.__name__, cls.__bases__, body)
    return made


def replace(thing: T, **changes: Any) -> T:
    """A copy with some fields changed; TypeError for a name that is no field."""
    names: tuple[str, ...] = type(thing).__slots__  # type: ignore[attr-defined]
    return type(thing)(**{name: getattr(thing, name) for name in names} | changes)


def _init(names: tuple[str, ...], defaults: Mapping[str, Any]) -> Any:
    """An `__init__` with these arguments: the compiled one for as many fields, with their names put into it."""
    if tuple(names[len(names) - len(defaults) :]) != tuple(defaults):
        raise TypeError(f"a field with a default stands before one without: {', '.join(names)}")
    template = _template(len(names))
    number = {f"a{at}": name for at, name in enumerate(names)}
    code = template.__code__
    own = code.replace(co_varnames=("self", *names), co_consts=tuple([number.get(constant, constant) for constant in code.co_consts]))
    return type(template)(own, template.__globals__, "__init__", tuple(defaults.values()))


def _template(count: int) -> Any:
    """An `__init__` for so many fields, compiled once: fifty classes have a dozen different numbers of them."""
    if count not in _TEMPLATES:
        arguments = "".join(f", a{at}" for at in range(count))
        lines = "".join(f"\n _set(self, 'a{at}', a{at})" for at in range(count)) or "\n pass"
        exec(f"def __init__(self{arguments}):{lines}", _TEMPLATES)  # noqa: S102
        _TEMPLATES[count] = _TEMPLATES["__init__"]
    return _TEMPLATES[count]


_TEMPLATES: dict[Any, Any] = {"_set": object.__setattr__}


def _values(self: Any) -> tuple[Any, ...]:
    return tuple([getattr(self, name) for name in self.__slots__])


def _repr(self: Any) -> str:
    return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"


def _eq(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if type(self) is type(other) else NotImplemented


def _hash(self: Any) -> int:
    return hash(_values(self))


def _frozen(self: Any, name: str, *_: object) -> None:
    raise AttributeError(f"{type(self).__name__}.{name} cannot be changed: records are frozen")
