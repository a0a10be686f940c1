import pytest
import tests.callers.call as c
calls=[]
o=c.Call.__init__
def i(self,*a,**k):
    o(self,*a,**k); calls.append(self)
c.Call.__init__=i
@pytest.fixture(autouse=True)
def _dbg():
    yield
    import numpy as np
    for n,x in enumerate(calls):
        np.save(f"/tmp/j2_sound{n}.npy", x.ears.sound())
