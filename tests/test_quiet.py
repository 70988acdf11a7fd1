"""The loop that other tests stand on: no deadline is missed while anything is under way."""

import asyncio
import time

import pytest
import quiet
from servers import Portal, silence


def test_waiting_costs_nothing_and_keeps_its_order():
    async def story() -> list[str]:
        told: list[str] = []

        async def note(seconds: float, word: str) -> None:
            await asyncio.sleep(seconds)
            told.append(word)

        started = asyncio.get_running_loop().time()
        await asyncio.gather(note(5000, "third"), note(10, "first"), note(300, "second"))
        assert asyncio.get_running_loop().time() - started == pytest.approx(5000)
        return told

    assert quiet.run(story()) == ["first", "second", "third"]


def test_work_in_a_thread_never_misses_a_deadline():
    async def story() -> None:
        async with asyncio.timeout(0.01):
            await asyncio.to_thread(time.sleep, 0.1)

    quiet.run(story())


def test_a_busy_side_never_misses_a_deadline():
    async def story() -> None:
        async with asyncio.timeout(0.01):
            for _ in range(20):
                time.sleep(0.005)
                await asyncio.sleep(0)

    quiet.run(story())


def test_silence_misses_it():
    async def story() -> None:
        async with Portal({"/": silence}) as portal:
            reader, writer = await asyncio.open_connection("127.0.0.1", portal.port)
            writer.write(b"GET / HTTP/1.1\r\n\r\n")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(3600):
                    await reader.read()
            writer.close()

    quiet.run(story())
